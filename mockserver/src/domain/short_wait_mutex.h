// A mutex for sections of a few microseconds that several I/O threads want at once: who finds it
// taken tries again for about as long as a command takes before it goes to sleep. Going to sleep
// and being woken costs the kernel more than the command itself: with two I/O threads on two cores
// it was a third of a balance query (tests/bench, balance_query).
#pragma once

#include <mutex>

namespace bss::mock::domain {

class ShortWaitMutex {
 public:
  void lock() {
    for (int i = 0; i < kTries; ++i) {
      if (mutex_.try_lock()) return;
      pause();
    }
    mutex_.lock();
  }
  bool try_lock() { return mutex_.try_lock(); }
  void unlock() { mutex_.unlock(); }

 private:
  /// About 15 microseconds where a pause takes 50 ns, less elsewhere.
  static constexpr int kTries = 300;

  static void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  std::mutex mutex_;
};

}  // namespace bss::mock::domain
