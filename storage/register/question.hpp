#pragma once
/// What this register asks the province: whether both hold the same files.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/holdings.hpp"

namespace lontar::storage {

class Register;

/// From which it is decided whether to ask.
struct QuestionState {
    std::optional<Timestamp> asked_at;  ///< in whatever epoch
    bool is_on_the_way = false;         ///< a question of this epoch has no receipt yet
    std::optional<std::string> app;     ///< that sealed the newest batch; nothing: there is none
    Timestamp
        heard_at;  ///< of the newest reply to this epoch, by our clock; without: its beginning
    /// The newest reply that we know of, and every one below it, is applied, and it names another
    /// sum of files than ours.
    bool differs = false;
    bool lacks_lines = false;  ///< of a file that the province named it has not told the lines
};
Result<QuestionState> find_question_state(Register& village_register);

/// Of every file the province is known to hold: its receipt is here, or it told of it.
Result<model::FileSum> find_file_sum(Register& village_register);

/// For each epoch of this register, the current one first, and then those of which the province
/// told: up to which seq all is here, or was told line by line.
Result<std::vector<model::EpochUpto>> list_held_epochs(Register& village_register,
                                                       std::size_t limit);

/// An earlier epoch with the rev of its first line that was received.
struct EarlierEpoch {
    Epoch epoch;
    Rev rev;
};
/// The newest first; those of which nothing was received are left out.
Result<std::vector<EarlierEpoch>> list_earlier_epochs(Register& village_register,
                                                      std::size_t limit);

}  // namespace lontar::storage
