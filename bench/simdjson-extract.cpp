// The yardstick in C++: reads an event log line by line with simdjson On-Demand and extracts of each task end what cinderlog
// keeps of it, in the order in which Spark 3.5 writes it, so that no key is looked for twice. Prints the number of task ends
// and a sum over all values, by which the bench checks that the work was done.
//   c++ -O3 -march=native -std=c++17 simdjson-extract.cpp -lsimdjson -o simdjson-extract && ./simdjson-extract log.jsonl [runs]
// With more than one run it prints one line of "count sum milliseconds of processor time" for each.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include <simdjson.h>

using namespace simdjson;

namespace {

constexpr size_t chunkBytes = 1 << 20;
constexpr std::string_view taskEnd = "{\"Event\":\"SparkListenerTaskEnd\"";

struct Columns {
  std::vector<double> numbers;
  std::unordered_map<std::string, double> codes;
  size_t rows = 0;
  double sum = 0;

  void number(double value) {
    numbers.push_back(value);
    sum += value;
  }
  void text(std::string_view value) {
    number(codes.emplace(std::string(value), static_cast<double>(codes.size())).first->second);
  }
};

void integers(ondemand::object object, Columns &into, std::initializer_list<const char *> keys) {
  for (const char *key : keys) into.number(static_cast<double>(int64_t(object[key])));
}

void extract(ondemand::document &line, Columns &into) {
  ondemand::object root = line.get_object();
  integers(root, into, {"Stage ID", "Stage Attempt ID"});
  into.text(root["Task End Reason"]["Reason"].get_string());
  {
    ondemand::object info = root["Task Info"];
    integers(info, into, {"Task ID", "Index", "Attempt", "Partition ID", "Launch Time"});
    into.text(info["Executor ID"].get_string());
    into.text(info["Host"].get_string());
    into.text(info["Locality"].get_string());
    into.number(bool(info["Speculative"]) ? 1 : 0);
    integers(info, into, {"Getting Result Time", "Finish Time"});
    into.number(bool(info["Killed"]) ? 1 : 0);
  }
  {
    ondemand::object heap = root["Task Executor Metrics"];
    integers(heap, into, {"JVMHeapMemory"});
  }
  ondemand::object metrics = root["Task Metrics"];
  integers(metrics, into,
           {"Executor Deserialize Time", "Executor Deserialize CPU Time", "Executor Run Time", "Executor CPU Time",
            "Peak Execution Memory", "Result Size", "JVM GC Time", "Result Serialization Time", "Memory Bytes Spilled",
            "Disk Bytes Spilled"});
  {
    ondemand::object read = metrics["Shuffle Read Metrics"];
    integers(read, into,
             {"Remote Blocks Fetched", "Local Blocks Fetched", "Fetch Wait Time", "Remote Bytes Read",
              "Remote Bytes Read To Disk", "Local Bytes Read", "Total Records Read", "Remote Requests Duration"});
  }
  {
    ondemand::object write = metrics["Shuffle Write Metrics"];
    integers(write, into, {"Shuffle Bytes Written", "Shuffle Write Time", "Shuffle Records Written"});
  }
  {
    ondemand::object input = metrics["Input Metrics"];
    integers(input, into, {"Bytes Read", "Records Read"});
  }
  ondemand::object output = metrics["Output Metrics"];
  integers(output, into, {"Bytes Written", "Records Written"});
  into.rows++;
}

Columns readLog(const char *path) {
  std::FILE *file = std::fopen(path, "rb");
  if (file == nullptr) std::exit(3);
  std::setvbuf(file, nullptr, _IONBF, 0);
  std::vector<char> buffer(2 * chunkBytes + SIMDJSON_PADDING);
  ondemand::parser parser;
  Columns columns;
  size_t held = 0;
  for (;;) {
    if (buffer.size() < held + chunkBytes + SIMDJSON_PADDING) buffer.resize(2 * buffer.size());
    const size_t count = std::fread(buffer.data() + held, 1, chunkBytes, file);
    if (count == 0) break;
    const size_t end = held + count;
    size_t start = 0;
    for (;;) {
      const auto *newline = static_cast<const char *>(std::memchr(buffer.data() + start, '\n', end - start));
      if (newline == nullptr) break;
      const size_t length = static_cast<size_t>(newline - buffer.data()) - start;
      if (length > taskEnd.size() && std::memcmp(buffer.data() + start, taskEnd.data(), taskEnd.size()) == 0) {
        ondemand::document line = parser.iterate(buffer.data() + start, length, buffer.size() - start);
        extract(line, columns);
      }
      start += length + 1;
    }
    held = end - start;
    std::memmove(buffer.data(), buffer.data() + start, held);
  }
  std::fclose(file);
  return columns;
}

} // namespace

int main(int argumentCount, char **arguments) {
  if (argumentCount < 2) return 2;
  const int runs = argumentCount > 2 ? std::atoi(arguments[2]) : 1;
  for (int run = 0; run < runs; run++) {
    const std::clock_t start = std::clock();
    const Columns columns = readLog(arguments[1]);
    const double tookMs = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%zu %.0f %.1f\n", columns.rows, columns.sum, tookMs);
  }
  return 0;
}
