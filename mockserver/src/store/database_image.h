// The bytes of a whole database, shared and never changed: a snapshot is tens of megabytes.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace bss::mock::store {

class DatabaseImage {
 public:
  DatabaseImage() = default;
  DatabaseImage(std::shared_ptr<const unsigned char> bytes, std::size_t size) noexcept
      : bytes_(std::move(bytes)), size_(size) {}

  std::string_view view() const noexcept {
    return {reinterpret_cast<const char*>(bytes_.get()), size_};
  }
  std::size_t size() const noexcept { return size_; }
  friend bool operator==(const DatabaseImage& left, const DatabaseImage& right) noexcept {
    return left.view() == right.view();
  }

 private:
  std::shared_ptr<const unsigned char> bytes_;
  std::size_t size_ = 0;
};

}  // namespace bss::mock::store
