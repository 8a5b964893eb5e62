#include "domain/ids.h"

#include <string_view>

namespace bss::mock::domain {

namespace {

std::uint64_t rotate_left(std::uint64_t value, int by) {
  return (value << by) | (value >> (64 - by));
}

/// Spreads a small seed over the whole state (splitmix64).
std::uint64_t spread(std::uint64_t& seed) {
  seed += 0x9e3779b97f4a7c15U;
  std::uint64_t z = seed;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace

Ids::Ids(std::uint64_t seed) {
  for (auto& word : state_) word = spread(seed);
}

// xoshiro256**, because the sequence of the standard's engines through its distributions differs
// between libraries.
std::uint64_t Ids::next() {
  const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

std::uint64_t Ids::below(std::uint64_t bound) {
  const std::uint64_t unbiased = UINT64_MAX - UINT64_MAX % bound;
  std::uint64_t drawn = next();
  while (drawn >= unbiased) drawn = next();
  return drawn % bound;
}

namespace {

std::string draw(Ids& ids, std::size_t count, std::string_view alphabet) {
  std::string text(count, ' ');
  for (char& c : text) c = alphabet[ids.below(alphabet.size())];
  return text;
}

}  // namespace

std::string Ids::hex(std::size_t digits) {
  return draw(*this, digits, "0123456789abcdef");
}
std::string Ids::digits(std::size_t count) {
  return draw(*this, count, "0123456789");
}
std::string Ids::upper_alphanumeric(std::size_t count) {
  return draw(*this, count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
std::string Ids::alphanumeric(std::size_t count) {
  return draw(*this, count, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}

}  // namespace bss::mock::domain
