#pragma once
/// A new passphrase: what makes it strong enough, and the same twice, since nobody sees what is
/// typed.
#include <functional>
#include <memory>
#include <string>

#include "client/screens/desk.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

using SharedSecret = std::shared_ptr<sealed::Secret>;

/// `question` stands over the line. `then` gets a passphrase that is strong enough and was typed
/// twice; it is not called when the person goes back.
void ask_new_passphrase(Desk& desk, std::string title, std::string question,
                        std::function<void(const SharedSecret&)> then);

}  // namespace lontar::client
