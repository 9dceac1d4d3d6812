// SPDX-License-Identifier: PostgreSQL
//
// What every sketch obeys when the host fails it: memory that runs out at any request, a user who
// interrupts at any question. Worth most under AddressSanitizer.
#pragma once

#include <functional>
#include <new>
#include <string>
#include <type_traits>

#include "support/subject.hpp"

namespace sketch::test {

template <class Traits>
class FaultLaws : public ::testing::Test {
 protected:
  using Sketch = typename Traits::Sketch;

  // What an operation may do to the state that it is given: only read it; or change it, by all or a
  // part of what it should, so that where twice is once doing it again completes it.
  enum class Effect { none, change };

  struct Operation {
    std::string name;
    Effect effect;
    std::function<Status(State&, Host&)> run;
  };

  // Every operation on a state of n items, with images as they come from outside and from inside.
  static std::vector<Operation> operations(int parameter, std::size_t n,
                                           const std::vector<std::size_t>& merged) {
    std::vector<Operation> result;
    const auto add = [&result](std::string name, Effect effect, auto run) {
      result.push_back({std::move(name), effect, run});
    };
    add("create", Effect::none, [parameter](State&, Host& host) {
      static_cast<void>(Sketch::create(parameter, host));
      return Status{};
    });
    for (const std::size_t more : {std::size_t{1}, n + 30}) {
      add("add " + std::to_string(more), Effect::change, [n, more](State& state, Host& host) {
        state = Traits::add(state, n, more, host);
        return Status{};
      });
    }
    for (const std::size_t others : merged) {
      Subject<Traits> other(parameter, n / 2, others);
      for (const Image& image : {other.frozen(), copy_of(other.working())}) {
        add("merge " + std::to_string(others), Effect::change,
            [image](State& state, Host& host) { return Sketch::merge(state, image, host); });
      }
    }
    add("merge with itself", Effect::change,
        [](State& state, Host& host) { return Sketch::merge(state, state, host); });
    if constexpr (Traits::kMergesDown) {
      const int low = Traits::parameters().front();
      add("merge down", Effect::change,
          [image = Subject<Traits>(low, 0, n).frozen()](State& state, Host& host) {
            return Sketch::merge(state, image, host);
          });
      add("reduce", Effect::change, [low](State& state, Host& host) {
        state = Sketch::reduce(state, low, host);
        return Status{};
      });
    }
    const Image frozen = Subject<Traits>(parameter, 0, n).frozen();
    add("check", Effect::none,
        [frozen](State&, Host& host) { return Sketch::check(frozen, host); });
    for (const bool inside : {false, true}) {
      const std::string which = inside ? " inside" : " outside";
      const auto image = [inside, frozen](State& state) { return inside ? Bytes(state) : frozen; };
      add("freeze" + which, Effect::none, [image](State& state, Host& host) {
        State canonical;
        return Sketch::freeze(image(state), host, canonical);
      });
      add("thaw" + which, Effect::none, [image](State& state, Host& host) {
        State thawed;
        return Sketch::thaw(image(state), host, thawed);
      });
      add("ask" + which, Effect::none, [image](State& state, Host& host) {
        Traits::ask(image(state), host);
        return Status{};
      });
    }
    return result;
  }

  static State copy_in(const Image& image, TestHost& host) {
    const State state = host.allocate(image.size());
    std::copy(image.begin(), image.end(), state.begin());
    return state;
  }

  static Image frozen(State state, TestHost& host) {
    State canonical;
    EXPECT_TRUE(Sketch::freeze(state, host, canonical).ok());
    EXPECT_TRUE(accepts<Traits>(canonical));
    return copy_of(canonical);
  }

  // What an operation that failed has left behind, all being well again.
  static void expect_unharmed(const Operation& operation, State state, const Image& before,
                              TestHost& host) {
    ASSERT_EQ(host.scratch_in_use(), 0U);
    const Image after = frozen(state, host);
    TestHost fresh;
    State expected = copy_in(before, fresh);
    if (operation.effect == Effect::none) {
      ASSERT_EQ(copy_of(state), before);
      return;
    }
    const double held = Traits::answer(expected, fresh), holds = Traits::answer(after, host);
    ASSERT_TRUE(operation.run(expected, fresh).ok());
    if (Traits::kIdempotent) {
      ASSERT_TRUE(operation.run(state, host).ok());
      ASSERT_EQ(frozen(state, host), frozen(expected, fresh));
    } else if (!Traits::kSampled) {
      ASSERT_LE(held, holds);
      ASSERT_LE(holds, Traits::answer(expected, fresh));
    }
  }

  // Runs an operation until it succeeds, with the fault first at once, then ever later.
  template <class Fault, class Inject>
  static void expect_no_harm(const Operation& operation, const Image& before, Inject inject) {
    constexpr bool kInterrupts = std::is_same_v<Fault, Interrupted>;
    // Large sketches pause more often than there is anything new to be seen.
    for (std::size_t k = 0;; k += kInterrupts && k >= 8 ? k / 4 : 1) {
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

  // All operations on all states.
  template <class Fault, class Inject>
  static void expect_no_harm(Inject inject) {
    for (const int parameter : Traits::parameters()) {
      for (const std::size_t n : Traits::sizes(parameter)) {
        const Image state = copy_of(Subject<Traits>(parameter, 0, n).working());
        for (const Operation& operation : operations(parameter, n, Traits::sizes(parameter))) {
          SCOPED_TRACE(::testing::Message()
                       << operation.name << ", parameter " << parameter << ", " << n << " items");
          expect_no_harm<Fault>(operation, state, inject);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
};

TYPED_TEST_SUITE_P(FaultLaws);

// Whichever request for memory fails: the exception is bad_alloc, scratch memory is given back, and
// the state is one that can be frozen and holds what it held.
TYPED_TEST_P(FaultLaws, FailingMemoryLeavesAValidState) {
  this->template expect_no_harm<std::bad_alloc>(
      [](TestHost& host, std::size_t k) { host.fail_after(k); });
}

// The same whenever the user interrupts, which each merge asks for.
TYPED_TEST_P(FaultLaws, InterruptionLeavesAValidState) {
  this->template expect_no_harm<Interrupted>(
      [](TestHost& host, std::size_t k) { host.interrupt_after(k); });
}

// What goes through all of a large sketch looks for an interrupt once for so many bytes of it, which
// take some milliseconds at most.
TYPED_TEST_P(FaultLaws, LargeSketchesPause) {
  constexpr std::size_t kBytes = 1 << 22;
  const auto [parameter, n] = TypeParam::large();
  const Image state = copy_of(Subject<TypeParam>(parameter, 0, n).working());
  for (const auto& operation : this->operations(parameter, n, {n})) {
    const auto is = [&](const char* name) { return operation.name.starts_with(name); };
    // Others may do with a part of it.
    if ((!is("merge") && !is("check") && !is("freeze") && !is("thaw")) || is("merge down")) continue;
    TestHost host;
    State working = this->copy_in(state, host);
    ASSERT_TRUE(operation.run(working, host).ok()) << operation.name;
    EXPECT_GE(host.pauses(), state.size() / kBytes)
        << operation.name << " of " << state.size() << " bytes";
  }
}

REGISTER_TYPED_TEST_SUITE_P(FaultLaws, FailingMemoryLeavesAValidState,
                            InterruptionLeavesAValidState, LargeSketchesPause);

}  // namespace sketch::test
