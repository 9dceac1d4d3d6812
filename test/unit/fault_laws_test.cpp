// SPDX-License-Identifier: PostgreSQL
//
// The laws that every sketch obeys when the host fails: memory runs out at any allocation, or the
// user interrupts at any pause. Best run under AddressSanitizer.
#include <functional>
#include <new>
#include <string>
#include <type_traits>

#include "kernels.hpp"
#include "support/effort.hpp"

namespace sketch::test {

namespace {

class FaultLaws : public KernelTest {
 protected:
  // What an operation may do to the state it is given: only read it; or change it, completely or in
  // part, so that an idempotent sketch is completed by repeating the operation.
  enum class Effect { none, change };

  struct Operation {
    std::string name;
    Effect effect;
    std::function<Status(State&, Host&)> run;
  };

  // All operations on a state of n items, with working and canonical images as their other
  // arguments.
  std::vector<Operation> operations(int parameter, std::size_t n,
                                    const std::vector<std::size_t>& merged) const {
    const Kernel& k = kernel();
    std::vector<Operation> result;
    const auto add = [&result](std::string name, Effect effect, auto run) {
      result.push_back({std::move(name), effect, run});
    };
    add("create", Effect::none, [&k, parameter](State&, Host& host) {
      static_cast<void>(k.create(parameter, host));
      return Status{};
    });
    for (const std::size_t more : {std::size_t{1}, n + 30}) {
      add("add " + std::to_string(more), Effect::change, [&k, n, more](State& state, Host& host) {
        state = k.add(state, n, more, host);
        return Status{};
      });
    }
    for (const std::size_t others : merged) {
      Subject other(k, parameter, n / 2, others);
      for (const Image& image : {other.frozen(), copy_of(other.working())}) {
        add("merge " + std::to_string(others), Effect::change,
            [&k, image](State& state, Host& host) { return k.merge(state, image, host); });
      }
    }
    add("merge with itself", Effect::change,
        [&k](State& state, Host& host) { return k.merge(state, state, host); });
    if (k.merges_down) {
      const int low = k.parameters.front();
      add("merge down", Effect::change,
          [&k, image = Subject(k, low, 0, n).frozen()](State& state, Host& host) {
            return k.merge(state, image, host);
          });
      add("reduce", Effect::change, [&k, low](State& state, Host& host) {
        state = k.reduce(state, low, host);
        return Status{};
      });
    }
    const Image frozen = Subject(k, parameter, 0, n).frozen();
    add("check", Effect::none,
        [&k, frozen](State&, Host& host) { return k.check(frozen, host); });
    for (const bool inside : {false, true}) {
      const std::string which = inside ? " inside" : " outside";
      const auto image = [inside, frozen](State& state) { return inside ? Bytes(state) : frozen; };
      add("freeze" + which, Effect::none, [&k, image](State& state, Host& host) {
        State canonical;
        return k.freeze(image(state), host, canonical);
      });
      add("thaw" + which, Effect::none, [&k, image](State& state, Host& host) {
        State thawed;
        return k.thaw(image(state), host, thawed);
      });
      add("ask" + which, Effect::none, [&k, image](State& state, Host& host) {
        k.ask(image(state), host);
        return Status{};
      });
    }
    return result;
  }

  // With sanitizers, states of half a megabyte are left to the plain run.
  static std::vector<std::size_t> sizes_of(int parameter) {
    constexpr std::size_t kMostItems = kSanitized ? 30'000 : 10'000'000;
    std::vector<std::size_t> sizes = kernel().sizes(parameter);
    std::erase_if(sizes, [](std::size_t n) { return n > kMostItems; });
    return sizes;
  }

  static State copy_in(const Image& image, TestHost& host) {
    const State state = host.allocate(image.size());
    std::copy(image.begin(), image.end(), state.begin());
    return state;
  }

  Image frozen(State state, TestHost& host) const {
    State canonical;
    EXPECT_TRUE(kernel().freeze(state, host, canonical).ok());
    EXPECT_TRUE(accepts(kernel(), canonical));
    return copy_of(canonical);
  }

  // Checks what a failed operation leaves behind, once the host works again.
  void expect_unharmed(const Operation& operation, State state, const Image& before,
                       TestHost& host) const {
    ASSERT_EQ(host.scratch_in_use(), 0U);
    const Image after = frozen(state, host);
    TestHost fresh;
    State expected = copy_in(before, fresh);
    if (operation.effect == Effect::none) {
      ASSERT_EQ(copy_of(state), before);
      return;
    }
    const double held = kernel().answer(expected, fresh), holds = kernel().answer(after, host);
    ASSERT_TRUE(operation.run(expected, fresh).ok());
    if (kernel().idempotent) {
      ASSERT_TRUE(operation.run(state, host).ok());
      ASSERT_EQ(frozen(state, host), frozen(expected, fresh));
    } else if (!kernel().sampled) {
      ASSERT_LE(held, holds);
      ASSERT_LE(holds, kernel().answer(expected, fresh));
    }
  }

  // Repeats an operation until it succeeds, with the fault occurring later each time.
  template <class Fault, class Inject>
  void expect_no_harm(const Operation& operation, const Image& before, Inject inject) const {
    constexpr bool kInterrupts = std::is_same_v<Fault, Interrupted>;
    // Large sketches pause more often than is worth testing.
    constexpr std::size_t kAll = kSanitized ? 2 : 8;
    for (std::size_t k = 0;; k += kInterrupts && k >= kAll ? (k + 3) / 4 : 1) {
      TestHost host;
      State state = copy_in(before, host);
      inject(host, k);
      try {
        const Status status = operation.run(state, host);
        ASSERT_TRUE(status.ok()) << status.message;
        ASSERT_TRUE(!kInterrupts || k != 0 || !operation.name.starts_with("merge"))
            << "it never paused";
        return;
      } catch (const Fault&) {
      }
      host.all_well();
      expect_unharmed(operation, state, before, host);
      if (HasFatalFailure()) FAIL() << "fault " << k;
    }
  }

  // Tests all operations on all states.
  template <class Fault, class Inject>
  void expect_no_harm(Inject inject) const {
    for (const int parameter : kernel().parameters) {
      const std::vector<std::size_t> sizes = sizes_of(parameter);
      for (const std::size_t n : sizes) {
        const Image state = copy_of(Subject(kernel(), parameter, 0, n).working());
        for (const Operation& operation : operations(parameter, n, sizes)) {
          SCOPED_TRACE(::testing::Message()
                       << operation.name << ", parameter " << parameter << ", " << n << " items");
          expect_no_harm<Fault>(operation, state, inject);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
};

FOR_EACH_KERNEL(FaultLaws);

// Whichever allocation fails, the exception is bad_alloc, scratch memory is given back, and the
// state is still valid and holds what it held.
TEST_P(FaultLaws, FailingMemoryLeavesAValidState) {
  expect_no_harm<std::bad_alloc>(
      [](TestHost& host, std::size_t k) { host.fail_after(k); });
}

// The same if the user interrupts at any pause.
TEST_P(FaultLaws, InterruptionLeavesAValidState) {
  expect_no_harm<Interrupted>(
      [](TestHost& host, std::size_t k) { host.interrupt_after(k); });
}

// Operations that read all of a large sketch pause once for each few megabytes, which take some
// milliseconds at most.
TEST_P(FaultLaws, LargeSketchesPause) {
  constexpr std::size_t kBytes = 1 << 22;
  const auto [parameter, n] = kernel().large;
  const Image state = copy_of(Subject(kernel(), parameter, 0, n).working());
  for (const auto& operation : operations(parameter, n, {n})) {
    const auto is = [&](const char* name) { return operation.name.starts_with(name); };
    // Other operations may read only a part.
    if ((!is("merge") && !is("check") && !is("freeze") && !is("thaw")) || is("merge down")) continue;
    TestHost host;
    State working = copy_in(state, host);
    ASSERT_TRUE(operation.run(working, host).ok()) << operation.name;
    EXPECT_GE(host.pauses(), state.size() / kBytes)
        << operation.name << " of " << state.size() << " bytes";
  }
}

}  // namespace
}  // namespace sketch::test
