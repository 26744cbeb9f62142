#pragma once
/// The rows of a register or a province, each with its limit beside it.
#include <cstddef>

namespace lontar::bench {

void save_row();
/// Both rows on a register of so many people.
void search_and_start_rows(std::size_t people, bool is_target);
/// Beside the programs `zstd` and `age`; without them the row is skipped and says so.
void backup_row(std::size_t people);
/// 200 batches of 50 from 20 laptops of one village.
void ingest_row();

}  // namespace lontar::bench
