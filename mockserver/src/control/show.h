// How the values of the control API look as JSON. Pure functions; used by the HTTP skin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bss/mock/types.h"
#include "bss/wire/json.h"
#include "gateway/journal.h"
#include "gateway/journal_verification.h"
#include "iam/signature_explanation.h"
#include "store/inspect.h"

namespace bss::mock::control {

wire::Json show(const ClockReading& reading);
wire::Json show(const std::vector<Event>& events);
wire::Json show(const Message& message);
wire::Json show(const LedgerReport& report);
wire::Json show(const WorkspaceInfo& workspace);
wire::Json show(const iam::SignatureExplanation& explanation);
wire::Json show(const gateway::Verification& verification);
wire::Json show(const gateway::JournalEntry& entry);
wire::Json show(const gateway::OperationCounts& counts);
wire::Json show(const gateway::MoneyLine& line);

/// A cell of a table as the control API writes it: amounts as decimals, instants as times.
wire::Json show_cell(const std::optional<std::string>& cell, store::CellKind kind);
wire::Json show_row(const std::vector<store::InspectedColumn>& columns,
                    const std::vector<std::optional<std::string>>& row);

/// `{"items":[...],"total":n}`
wire::Json show_list(std::vector<wire::Json> items);
wire::Json whole(std::uint64_t value);

}  // namespace bss::mock::control
