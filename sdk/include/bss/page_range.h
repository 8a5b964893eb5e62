// All items of a paged list as one range: asks for the largest page that is allowed, page after
// page, while the program reads. Made by the `..._all` functions of the client.
//
//   for (const bss::Result<bss::CustomerInformation>& customer :
//   partner.list_sub_customers_all({})) {
//     if (!customer) return report(customer.error());
//     print(customer->customer_id);
//   }
//
// An error is the last element. A range is read by one thread, once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bss/function.h"
#include "bss/operation_info.h"
#include "bss/result.h"

namespace bss {

/// What PageRange needs of the traits of an operation `Op` beside Request, Response and info():
///   using Item = ...;                                                    // element of the list
///   static std::vector<Item> take_items(Response&& response);
///   static std::int64_t total(const Response& response);                 // -1 when the answer
///   does not say static std::int64_t first_offset(const Request& request);            // 0 when
///   absent static void set_page(Request& request, std::int64_t offset, std::int64_t limit);
template <class Op>
class PageRange {
  struct State;

 public:
  using Item = typename Op::Item;
  using Request = typename Op::Request;
  using Response = typename Op::Response;
  using Fetch = Function<Result<Response>(const Request&)>;

  /// The largest number of pages one range asks for: a list that never ends is an error, not a hung
  /// program.
  static constexpr std::int64_t kMaxPages = 100'000;

  PageRange(Request request, Fetch fetch)
      : state_(std::make_shared<State>(std::move(request), std::move(fetch))) {}

  class Iterator {
   public:
    // <iterator> itself would bring the streams; <vector> has the tag.
    using iterator_category = std::input_iterator_tag;
    using value_type = Result<Item>;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = const value_type&;

    Iterator() = default;
    reference operator*() const { return *state_->current; }
    pointer operator->() const { return &*state_->current; }
    Iterator& operator++() {
      if (!state_->advance()) state_.reset();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& l, const Iterator& r) { return l.state_ == r.state_; }
    friend bool operator!=(const Iterator& l, const Iterator& r) { return !(l == r); }

   private:
    friend class PageRange;
    explicit Iterator(std::shared_ptr<State> state) : state_(std::move(state)) {
      if (!state_->current && !state_->advance()) state_.reset();
    }
    std::shared_ptr<State> state_;
  };

  /// Asks for the first page.
  Iterator begin() const { return Iterator(state_); }
  Iterator end() const { return Iterator(); }

 private:
  struct State {
    State(Request first, Fetch how)
        : request(std::move(first)), fetch(std::move(how)), offset(Op::first_offset(request)) {}

    bool advance();
    void fetch_page();
    void fail(ErrorKind kind, const char* message);

    Request request;
    Fetch fetch;
    std::int64_t offset;
    std::int64_t pages = 0;
    std::vector<Item> page;
    std::vector<Item> previous;  ///< kept only where the answer has no total
    std::size_t next = 0;
    bool last = false;
    std::optional<Result<Item>> current;
  };
  std::shared_ptr<State> state_;
};

template <class Op>
bool PageRange<Op>::State::advance() {
  current.reset();
  if (next == page.size() && !last) fetch_page();
  if (current) return true;  // an error
  if (next == page.size()) return false;
  current.emplace(std::move(page[next++]));
  return true;
}

template <class Op>
void PageRange<Op>::State::fail(ErrorKind kind, const char* message) {
  Error error;
  error.kind = kind;
  error.operation = std::string(Op::info().name);
  error.message = message;
  current.emplace(std::move(error));
  last = true;
}

template <class Op>
void PageRange<Op>::State::fetch_page() {
  page.clear();
  next = 0;
  if (pages++ == kMaxPages) {
    return fail(ErrorKind::kBadResponse,
                "The list does not end: the largest number of pages was read.");
  }
  const std::int64_t limit = Op::info().page.max_limit > 0 ? Op::info().page.max_limit : 10;
  Op::set_page(request, offset, limit);
  Result<Response> answer = fetch(request);
  if (!answer) {
    last = true;
    current.emplace(std::move(answer).error());
    return;
  }
  const std::int64_t total = Op::total(answer.value());
  page = Op::take_items(std::move(answer).value());
  if (total < 0 && !page.empty()) {
    // Without a total only the items can show that the service ignores the offset and would answer
    // for ever.
    if (page == previous) {
      page.clear();
      return fail(ErrorKind::kBadResponse, "The list does not end: the same page came twice.");
    }
    previous = page;
  }
  offset += static_cast<std::int64_t>(page.size());
  // A short page is no proof of the end: the service may give fewer than asked for. The total is,
  // and an empty page.
  last = page.empty() ||
         (total >= 0 ? offset >= total : static_cast<std::int64_t>(page.size()) < limit);
}

}  // namespace bss
