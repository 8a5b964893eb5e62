// What names, passwords, numbers and addresses of customers may look like (customers.md,
// CheckUserIdentity and CreateSubCustomer). Pure rules without state.
//
// Safe from every thread.
#pragma once

#include <string_view>

namespace bss::mock::domain {

/// CheckUserIdentity: 5 to 32 letters, digits, `_`, `-`; first a letter or `-`.
bool is_checkable_name(std::string_view name) noexcept;
/// CreateSubCustomer: the same, but a leading `_` is allowed (Check 5: what passes there passes
/// here).
bool is_account_name(std::string_view name) noexcept;
/// Mainland number without country code: 11 digits, first a 1.
bool is_mainland_mobile(std::string_view number) noexcept;
/// `0086-13800138000`: four digits, a hyphen, digits.
bool is_number_with_country_code(std::string_view number) noexcept;
/// Something, an `@`, something; no blanks.
bool is_email(std::string_view address) noexcept;
/// CreateSubCustomer: 8 to 32 characters of at least two kinds, neither the name nor its reverse,
/// without the contact (mobile number or e-mail address) in it. `name` and `contact` may be empty.
bool is_password(std::string_view password, std::string_view name,
                 std::string_view contact) noexcept;

}  // namespace bss::mock::domain
