// Locks of access keys (auth-gateway 5.3), with times given by hand.
#include "iam/key_locks.h"

#include <gtest/gtest.h>

namespace bss::mock::iam {
namespace {

constexpr domain::Instant kNow{1'000'000};

void fail(KeyLocks& locks, int times, domain::Instant at = kNow) {
  for (int i = 0; i < times; ++i) locks.failed("AK", at);
}

TEST(KeyLocks, LockAfterFiveInARowForFiveMinutes) {
  KeyLocks locks;
  fail(locks, 4);
  EXPECT_FALSE(locks.locked("AK", kNow));
  fail(locks, 1);
  EXPECT_TRUE(locks.locked("AK", kNow));
  EXPECT_FALSE(locks.locked("OTHER", kNow));
  EXPECT_TRUE(locks.locked("AK", kNow.plus_minutes(5).plus_ms(-1)));
  EXPECT_FALSE(locks.locked("AK", kNow.plus_minutes(5)));
}

TEST(KeyLocks, AGoodSignatureStartsTheCountAnew) {
  KeyLocks locks;
  fail(locks, 4);
  locks.succeeded("AK");
  fail(locks, 4);
  EXPECT_FALSE(locks.locked("AK", kNow));
}

TEST(KeyLocks, TheCountStartsAnewAfterALock) {
  KeyLocks locks;
  fail(locks, 5);
  EXPECT_FALSE(locks.locked("AK", kNow.plus_minutes(6)));
  fail(locks, 4, kNow.plus_minutes(6));
  EXPECT_FALSE(locks.locked("AK", kNow.plus_minutes(6)));
}

TEST(KeyLocks, AFailureDuringTheLockDoesNotProlongIt) {
  KeyLocks locks;
  fail(locks, 5);
  fail(locks, 5, kNow.plus_minutes(4));
  EXPECT_FALSE(locks.locked("AK", kNow.plus_minutes(5)));
}

}  // namespace
}  // namespace bss::mock::iam
