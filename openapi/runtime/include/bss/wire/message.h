// Whole requests and answers, both directions, for any generated struct. What `Fields<T>` must
// offer: visit_path, visit_query, visit_headers, visit_body, and the constants kHasBody,
// kBodyRequired (requests) and kHasBody, kHasMoney (answers).
//
// Internal, not installed. Free functions without state.
#pragma once

#include <optional>
#include <string>

#include "bss/operation_info.h"
#include "bss/wire/money.h"
#include "bss/wire/reader.h"
#include "bss/wire/writer.h"

namespace bss::wire {

/// The first problem of a request that is about to be sent.
template <class Request>
std::optional<FieldProblem> validate_request(const Request& request, Site site) {
  HeadValidator path(site, HeadValidator::Part::kPath);
  if (!Fields<Request>::visit_path(path, request)) return path.take_problem();
  Validator query(site);
  if (!Fields<Request>::visit_query(query, request)) return query.take_problem();
  HeadValidator headers(site, HeadValidator::Part::kHeader);
  if (!Fields<Request>::visit_headers(headers, request)) return headers.take_problem();
  Validator body(site);
  if (!Fields<Request>::visit_body(body, request)) return body.take_problem();
  return std::nullopt;
}

template <class Request>
EncodedRequest write_request(const OperationInfo& operation, const Request& request) {
  EncodedRequest out;
  NameValues path;
  TextWriter path_writer(path);
  Fields<Request>::visit_path(path_writer, request);
  out.path = expand_path(operation.path, path);
  TextWriter query(out.query);
  Fields<Request>::visit_query(query, request);
  TextWriter headers(out.headers);
  Fields<Request>::visit_headers(headers, request);
  out.has_body = Fields<Request>::kHasBody;
  if (out.has_body) {
    BodyWriter body(out.body, request_style());
    Fields<Request>::visit_body(body, request);
    body.finish();
  }
  return out;
}

/// Reads a request; false leaves the first problem in the context.
template <class Request>
bool read_request(ReadContext& context, const OperationInfo& operation, const EncodedRequest& wire,
                  Request& out) {
  NameValues parameters;
  if (!match_path(operation.path, wire.path, &parameters)) {
    return context.fail_whole("The path does not belong to the operation.");
  }
  TextReader path(context, TextReader::Source::kPath, parameters);
  TextReader query(context, TextReader::Source::kQuery, wire.query, &wire.blank_query);
  TextReader headers(context, TextReader::Source::kHeader, wire.headers);
  if (!Fields<Request>::visit_path(path, out) || !Fields<Request>::visit_query(query, out) ||
      !Fields<Request>::visit_headers(headers, out)) {
    return false;
  }
  if constexpr (Fields<Request>::kHasBody) {
    Json body;
    return read_body_object(context, wire.body, !Fields<Request>::kBodyRequired, body) &&
           read_object(context, nullptr, body, out);
  } else {
    return true;
  }
}

template <class Response>
EncodedResponse write_response(const OperationInfo& operation, const Response& response,
                               const WriteStyle& style) {
  EncodedResponse out;
  out.status = operation.success_status;
  TextWriter headers(out.headers);
  Fields<Response>::visit_headers(headers, response);
  if constexpr (Fields<Response>::kHasBody) {
    out.body.reserve(256);
    BodyWriter body(out.body, style);
    Fields<Response>::visit_body(body, response);
    body.finish();
  }
  return out;
}

/// Reads an answer and brings its amounts to one unit; false leaves the first problem in the
/// context.
template <class Response>
bool read_response(ReadContext& context, const EncodedResponse& wire, Response& out) {
  TextReader headers(context, TextReader::Source::kHeader, wire.headers);
  if (!Fields<Response>::visit_headers(headers, out)) return false;
  if constexpr (Fields<Response>::kHasBody) {
    Json body;
    if (!read_body_object(context, wire.body, false, body)) return false;
    if (!read_object(context, nullptr, body, out)) return false;
    if constexpr (Fields<Response>::kHasMoney) {
      if (!settle_money(out)) {
        return context.fail_whole("An amount comes in a unit (measure_id) that is not known.");
      }
    }
  } else if (!wire.body.empty()) {
    // Nothing is expected of it, but a page of somebody on the way is not the service's word.
    Json body;
    return read_body_object(context, wire.body, true, body);
  }
  return true;
}

}  // namespace bss::wire
