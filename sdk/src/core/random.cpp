#include "core/random.h"

namespace bss::detail {

namespace {

std::mt19937_64 make_engine(std::optional<std::uint64_t> seed) {
  if (seed) return std::mt19937_64(*seed);
  std::random_device device;
  // Keys must not meet those of another process: fill the whole state, not 64 bits of it.
  std::seed_seq sequence{device(), device(), device(), device(),
                         device(), device(), device(), device()};
  return std::mt19937_64(sequence);
}

}  // namespace

Random::Random(std::optional<std::uint64_t> seed) : engine_(make_engine(seed)) {}

double Random::fraction() {
  // 53 bits are what a double holds exactly; std::uniform_real_distribution differs between
  // libraries.
  return static_cast<double>(bits() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::bits() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return engine_();
}

std::string Random::hex32() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(32);
  for (int half = 0; half < 2; ++half) {
    std::uint64_t word = bits();
    for (int i = 0; i < 16; ++i, word >>= 4) text += kDigits[word & 15U];
  }
  return text;
}

}  // namespace bss::detail
