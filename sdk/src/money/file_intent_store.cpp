// One line of JSON for each change, written through to the disk before put() returns.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "money/indexed_intent_store.h"
#include "money/intent_text.h"

namespace bss {

namespace {

constexpr std::string_view kHeading = "{\"bss_intents\":1}\n";

Error problem(ErrorKind kind, const std::string& path, const std::string& what) {
  Error error;
  error.kind = kind;
  error.message = path + ": " + what;
  return error;
}
std::string system_says() {
  return std::generic_category().message(errno);
}

class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const noexcept { return descriptor_; }
  bool good() const noexcept { return descriptor_ >= 0; }

  bool append(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  bool write_through() const { return ::fdatasync(descriptor_) == 0; }
  std::optional<std::string> read_all() const {
    std::string text;
    std::array<char, std::size_t{64} * 1024> piece{};
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) return std::nullopt;
    while (true) {
      const ssize_t count = ::read(descriptor_, piece.data(), piece.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return std::nullopt;
      if (count == 0) return text;
      text.append(piece.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  int descriptor_ = -1;
};

class FileIntentStore final : public detail::IndexedIntentStore {
 public:
  /// Opens, locks, reads. What is wrong, or nothing.
  std::optional<Error> open_file(const std::string& path) {
    path_ = path;
    // Beside the file, because the file itself is replaced when it is cleared up.
    lock_ = File(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_.good()) return refused(system_says());
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
      return refused("is in use by another process");
    file_ = File(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!file_.good()) return refused(system_says());
    auto text = file_.read_all();
    if (!text) return refused(system_says());
    return take_over(*text);
  }

  std::optional<Error> put(const IntentRecord& record) override {
    const std::lock_guard lock(mutex_);
    // After a failure the end of the file is not known to be whole.
    if (broken_) return problem(ErrorKind::kNotSent, path_, "could not be written before");
    if (!file_.append(detail::write_intent(record) + "\n") || !file_.write_through()) {
      broken_ = true;
      return problem(ErrorKind::kNotSent, path_, system_says());
    }
    index_.put(record);
    return std::nullopt;
  }

 private:
  Error refused(const std::string& what) const {
    return problem(ErrorKind::kInvalidArgument, path_, what);
  }

  std::optional<Error> take_over(std::string_view text) {
    if (text.empty() || kHeading.substr(0, text.size()) == text) {
      // New, or killed while its first line was written.
      return rewrite();
    }
    if (text.substr(0, kHeading.size()) != kHeading) return refused("is no file of intents");
    text.remove_prefix(kHeading.size());
    std::size_t lines = 0;
    bool cut_off = false;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      cut_off = end == std::string_view::npos;
      if (cut_off) break;  // the program was killed while it wrote: nothing was sent after it
      auto record = detail::read_intent(text.substr(0, end));
      ++lines;
      if (!record) return refused("line " + std::to_string(lines + 1) + " is damaged");
      index_.put(*std::move(record));
      text.remove_prefix(end + 1);
    }
    if (cut_off || lines > 2 * index_.size() + 100) return rewrite();
    return std::nullopt;
  }

  /// Only the newest line of each key; whole, or the file stays as it was.
  std::optional<Error> rewrite() {
    const std::string fresh = path_ + ".new";
    File made(::open(fresh.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
    std::string text(kHeading);
    for (const IntentRecord& record : index_.all()) text += detail::write_intent(record) + "\n";
    if (!made.good() || !made.append(text) || !made.write_through() ||
        std::rename(fresh.c_str(), path_.c_str()) != 0) {
      return refused(system_says());
    }
    const auto folder = std::filesystem::path(path_).parent_path();
    const File directory(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.good() || ::fsync(directory.get()) != 0) return refused(system_says());
    file_ = std::move(made);
    return std::nullopt;
  }

  std::string path_;
  File lock_;
  File file_;
  bool broken_ = false;
};

}  // namespace

Result<std::shared_ptr<IntentStore>> file_intent_store(const std::string& path) {
  auto store = std::make_shared<FileIntentStore>();
  if (auto refused = store->open_file(path)) return *std::move(refused);
  return std::shared_ptr<IntentStore>(std::move(store));
}

}  // namespace bss
