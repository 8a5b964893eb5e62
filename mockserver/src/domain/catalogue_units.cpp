// Measure units and the ratios between them (products-bills.md 4.4).
#include <array>

#include "domain/catalogue.h"

namespace bss::mock::domain {

namespace {

constexpr std::array<MeasureUnit, 20> kMeasureUnits = {{
    {0, {"天", "Day"}, "d", "d", 2},
    {1, {"元", "CNY"}, "Y", "Y", 1},
    {2, {"角", "Jiao"}, "J", "J", 1},
    {3, {"分", "Fen"}, "F", "F", 1},
    {4, {"小时", "Hour"}, "h", "h", 2},
    {5, {"分钟", "Minute"}, "min", "min", 2},
    {6, {"秒", "Second"}, "s", "s", 2},
    {9, {"TB", "TB"}, "T", "T", 3},
    {10, {"GB", "GB"}, "G", "GB", 3},
    {11, {"MB", "MB"}, "M", "MB", 3},
    {12, {"KB", "KB"}, "K", "KB", 3},
    {13, {"Byte", "Byte"}, "B", "B", 3},
    {14, {"个（次）", "PCS"}, "PCS", "PCS", 12},
    {15, {"Mbps", "Mbps"}, "Mbps", "Mbps", 16},
    {17, {"GB", "GB"}, "G", "GB", 7},
    {18, {"千次", "1,000 times"}, "K", "K", 4},
    {19, {"年", "Year"}, "Y", "Y", 10},
    {20, {"月", "Month"}, "M", "M", 10},
    {24, {"天", "Day"}, "d", "d", 10},
    {25, {"小时", "Hour"}, "h", "h", 10},
}};

constexpr std::array<Conversion, 11> kConversions = {{
    {10, 11, 1024, 3},
    {9, 10, 1024, 3},
    {11, 12, 1024, 3},
    {12, 13, 1024, 3},
    {0, 4, 24, 2},
    {4, 5, 60, 2},
    {5, 6, 60, 2},
    {1, 2, 10, 1},
    {2, 3, 10, 1},
    {19, 20, 12, 10},
    {24, 25, 24, 10},
}};

}  // namespace

std::span<const MeasureUnit> measure_units() noexcept {
  return kMeasureUnits;
}

std::span<const Conversion> conversions() noexcept {
  return kConversions;
}

}  // namespace bss::mock::domain
