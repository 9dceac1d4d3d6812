// SPDX-License-Identifier: PostgreSQL
//
// The laws that every sketch obeys, about merging, storing and asking. They run over all families
// (kernels.cpp). image_laws_test.cpp has the laws about bytes.
#include "kernels.hpp"

namespace sketch::test {

namespace {

class Laws : public KernelTest {
 protected:
  // Calls body(parameter, size) for all cases of the family.
  template <class Body>
  void for_each_case(Body body) const {
    for (const int parameter : kernel().parameters) {
      for (const std::size_t size : kernel().sizes(parameter)) {
        SCOPED_TRACE(::testing::Message() << "parameter " << parameter << ", " << size << " items");
        body(parameter, size);
      }
    }
  }

  // Compares two images of the same items.
  void expect_same(const Image& a, const Image& b) const {
    if (kernel().order_free) ASSERT_EQ(a, b);
    else kernel().expect_alike(a, b);
  }
};

FOR_EACH_KERNEL(Laws);

TEST_P(Laws, MergeIsUnion) {
  for_each_case([&](int parameter, std::size_t n) {
    for (const std::size_t m : kernel().sizes(parameter)) {
      Subject both(kernel(), parameter, 0, n + m), left(kernel(), parameter, 0, n), right(kernel(), parameter, n, m);
      Subject frozen_right(kernel(), parameter, 0, n);
      frozen_right.merge(right.frozen());
      SCOPED_TRACE(m);
      expect_same(left.merge(right).frozen(), both.frozen());
      expect_same(frozen_right.frozen(), both.frozen());
    }
  });
}

TEST_P(Laws, MergeOfOverlappingSets) {
  if (!kernel().idempotent) GTEST_SKIP();
  for_each_case([&](int parameter, std::size_t n) {
    Subject left(kernel(), parameter, 0, n), right(kernel(), parameter, n / 2, n), both(kernel(), parameter, 0, n / 2 + n);
    ASSERT_EQ(left.merge(right).frozen(), both.frozen());
  });
}

TEST_P(Laws, MergeWithSelfAndWithWhatIsInIt) {
  if (!kernel().idempotent) GTEST_SKIP();
  for_each_case([&](int parameter, std::size_t n) {
    Subject sketch(kernel(), parameter, 0, n);
    const Image before = sketch.frozen();
    Subject part(kernel(), parameter, 0, n / 2);
    sketch.merge(part);
    ASSERT_EQ(sketch.frozen(), before);
    sketch.merge(before);
    ASSERT_EQ(sketch.frozen(), before);
    const Image working = copy_of(sketch.working());
    sketch.merge(working);
    ASSERT_EQ(sketch.frozen(), before);
    sketch.merge(sketch);  // the very same bytes
    ASSERT_EQ(sketch.frozen(), before);
  });
}

// However a sketch is made, its class is that of its values: none if it is empty, `other` if there
// are several.
TEST_P(Laws, ClassOfValuesIsKept) {
  if (!has_class(kernel().family)) GTEST_SKIP();
  for_each_case([&](int parameter, std::size_t n) {
    Subject texts(kernel(), parameter), dates(kernel(), parameter), all(kernel(), parameter);
    set_image_values(texts.state().data(), ValueClass::text);
    set_image_values(dates.state().data(), ValueClass::date);
    texts.add(0, n);
    dates.add(n, n);
    const Image of_texts = texts.frozen();
    const auto text = n == 0 ? ValueClass::none : ValueClass::text;
    EXPECT_EQ(image_values(of_texts.data()), text);
    TestHost host;
    EXPECT_TRUE(kernel().check(of_texts, host).ok());
    State thawed;
    ASSERT_TRUE(kernel().thaw(of_texts, host, thawed).ok());
    EXPECT_EQ(image_values(thawed.data()), text);
    EXPECT_EQ(image_values(all.merge(of_texts).frozen().data()), text);
    const auto both = n == 0 ? ValueClass::none : ValueClass::other;
    EXPECT_EQ(image_values(all.merge(dates).frozen().data()), both);
    if (kernel().order_free) {
      EXPECT_EQ(dates.merge(of_texts).frozen(), all.frozen());
    }
    if (n != 0) return;
    // There is only one empty sketch, and it has no class.
    Image claims = of_texts;
    set_image_values(claims.data(), ValueClass::text);
    EXPECT_FALSE(kernel().check(claims, host).ok());
  });
}

TEST_P(Laws, EmptyIsNeutral) {
  for_each_case([&](int parameter, std::size_t n) {
    Subject sketch(kernel(), parameter, 0, n), empty(kernel(), parameter), taker(kernel(), parameter);
    const Image before = sketch.frozen();
    ASSERT_EQ(sketch.merge(empty).frozen(), before);
    ASSERT_EQ(sketch.merge(empty.frozen()).frozen(), before);
    ASSERT_EQ(taker.merge(before).frozen(), before);
    expect_same(empty.merge(sketch).frozen(), before);
  });
}

TEST_P(Laws, MergeCommutes) {
  for_each_case([&](int parameter, std::size_t n) {
    for (const int other : kernel().parameters) {
      if (other != parameter && !kernel().merges_down) continue;
      Subject a(kernel(), parameter, 0, n), b(kernel(), other, n / 2, n + 1);
      const Image frozen_a = a.frozen(), frozen_b = b.frozen();
      Subject a_then_b(kernel(), parameter), b_then_a(kernel(), other);
      a_then_b.merge(frozen_a).merge(frozen_b);
      b_then_a.merge(frozen_b).merge(frozen_a);
      SCOPED_TRACE(other);
      expect_same(a_then_b.frozen(), b_then_a.frozen());
      expect_same(a.merge(b).frozen(), a_then_b.frozen());
    }
  });
}

TEST_P(Laws, MergeAssociates) {
  for_each_case([&](int parameter, std::size_t n) {
    const std::uint64_t third = n / 3;
    Subject a(kernel(), parameter, 0, third), b(kernel(), parameter, third, n - 2 * third), c(kernel(), parameter, n - third, third);
    Subject bc(kernel(), parameter), left(kernel(), parameter);
    bc.merge(b.frozen()).merge(c.frozen());
    left.merge(a.frozen()).merge(b.frozen()).merge(c.frozen());
    expect_same(a.merge(bc.frozen()).frozen(), left.frozen());
  });
}

// The result doesn't depend on the tree of partial aggregates.
TEST_P(Laws, GroupingDoesNotMatter) {
  for_each_case([&](int parameter, std::size_t n) {
    Subject whole(kernel(), parameter, 0, n);
    for (const std::size_t parts : {2, 7, 16}) {
      Subject all(kernel(), parameter);
      for (std::size_t i = parts; i-- != 0;) {
        const std::size_t begin = n * i / parts, end = n * (i + 1) / parts;
        Subject part(kernel(), parameter, begin, end - begin);
        i % 2 == 0 ? all.merge(part) : all.merge(part.frozen());
      }
      SCOPED_TRACE(parts);
      expect_same(all.frozen(), whole.frozen());
    }
  });
}

TEST_P(Laws, OrderAndDuplicatesDoNotMatter) {
  if (!kernel().idempotent) GTEST_SKIP();
  for_each_case([&](int parameter, std::size_t n) {
    const Image whole = Subject(kernel(), parameter, 0, n).frozen();
    Subject backwards(kernel(), parameter), twice(kernel(), parameter, 0, n), strided(kernel(), parameter);
    for (std::size_t i = n; i-- != 0;) backwards.add(i, 1);
    twice.add(n / 3, n - n / 3).add(0, n);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = i; j < n; j += 3) strided.add(j, 1).add(i, 1);
    }
    ASSERT_EQ(backwards.frozen(), whole);
    ASSERT_EQ(twice.frozen(), whole);
    ASSERT_EQ(strided.frozen(), whole);
  });
}

// Merging into a lower parameter gives the sketch built with the lower parameter.
TEST_P(Laws, MixedParameters) {
  if (!kernel().merges_down) GTEST_SKIP();
  for_each_case([&](int low, std::size_t n) {
    const Image direct = Subject(kernel(), low, 0, n).frozen();
    for (const int high : kernel().parameters) {
      if (high < low) continue;
      Subject other(kernel(), high, 0, n), into_low(kernel(), low), from_high(kernel(), high, 0, n / 2), frozen(kernel(), high);
      ASSERT_EQ(into_low.merge(other).frozen(), direct) << high;
      Subject rest(kernel(), low, n / 2, n - n / 2);
      ASSERT_EQ(from_high.merge(rest.frozen()).frozen(), direct) << high;
      frozen.merge(other.frozen()).merge(Subject(kernel(), low).frozen());
      ASSERT_EQ(frozen.frozen(), direct) << high;
      other.state() = kernel().reduce(other.state(), low, other.host());
      ASSERT_EQ(other.frozen(), direct) << high;
    }
  });
}

TEST_P(Laws, FreezeIsIdempotentAndChecked) {
  for_each_case([&](int parameter, std::size_t n) {
    Subject sketch(kernel(), parameter, 0, n);
    const Image frozen = sketch.frozen();
    State again;
    ASSERT_TRUE(kernel().freeze(frozen, sketch.host(), again).ok());
    ASSERT_EQ(copy_of(again), frozen);
    const Status status = kernel().check(frozen, sketch.host());
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_EQ(sketch.host().scratch_in_use(), 0U);
    ASSERT_FALSE(accepts(kernel(), sketch.working())) << "working images stay inside";
  });
}

TEST_P(Laws, ThawGoesOnWhereFreezeStopped) {
  for_each_case([&](int parameter, std::size_t n) {
    for (const std::size_t more : {std::size_t{0}, std::size_t{1}, n, 3 * n}) {
      Subject sketch(kernel(), parameter, 0, n), thawed(kernel(), parameter);
      const Image frozen = sketch.frozen();
      ASSERT_TRUE(kernel().thaw(frozen, thawed.host(), thawed.state()).ok());
      ASSERT_EQ(thawed.frozen(), frozen);
      SCOPED_TRACE(more);
      expect_same(thawed.add(n, more).frozen(), sketch.add(n, more).frozen());
      Subject copy(kernel(), parameter);
      ASSERT_TRUE(kernel().thaw(sketch.working(), copy.host(), copy.state()).ok());
      expect_same(copy.frozen(), sketch.frozen());
    }
  });
}

// A state that the batch executor writes to a file and reads back now and then ends up the same,
// byte for byte, as one that stays in memory.
TEST_P(Laws, PackingChangesNothing) {
  for_each_case([&](int parameter, std::size_t n) {
    const Image other = Subject(kernel(), parameter, n / 2, n).frozen();
    Subject plain(kernel(), parameter), packed(kernel(), parameter);
    constexpr std::size_t kSteps = 6;
    for (std::size_t i = 0; i < kSteps; ++i) {
      const std::size_t begin = n * i / kSteps, end = n * (i + 1) / kSteps;
      const Image image = kernel().pack(packed.state());
      ASSERT_LE(image.size(), packed.state().size());
      ASSERT_TRUE(kernel().unpack(image, packed.host(), packed.state()).ok());
      for (Subject* sketch : {&plain, &packed}) {
        sketch->add(begin, end - begin);
        if (i == kSteps / 2) sketch->merge(other);
      }
      ASSERT_EQ(packed.frozen(), plain.frozen());
    }
  });
}

TEST_P(Laws, EveryFormGivesTheSameAnswer) {
  for_each_case([&](int parameter, std::size_t n) {
    Subject sketch(kernel(), parameter, 0, n);
    const Image frozen = sketch.frozen();
    ASSERT_EQ(kernel().answer(frozen, sketch.host()), sketch.answer());
    kernel().ask(frozen, sketch.host());
    kernel().ask(sketch.working(), sketch.host());
  });
}

TEST_P(Laws, ExactWhileSmall) {
  for (std::uint64_t start = 0; start < 20'000; start += 1000) {
    Subject sketch(kernel(), kernel().default_parameter);
    for (std::size_t n = 0; n <= kernel().exact_up_to; ++n) {
      if (n != 0) sketch.add(start + n, 1);
      ASSERT_EQ(std::round(sketch.answer()), static_cast<double>(n));
      ASSERT_EQ(std::round(kernel().answer(sketch.frozen(), sketch.host())), n);
    }
  }
}

// Pins the format, because stored sketches outlive releases. If the hash changed, old and new
// sketches of the same values would differ; that needs a new format version.
TEST_P(Laws, BytesStayTheSame) {
  std::uint64_t sum = kEmptyFingerprint;
  for_each_case([&](int parameter, std::size_t n) {
    sum = fingerprint(sum, Subject(kernel(), parameter, 0, n).frozen());
  });
  EXPECT_EQ(sum, kernel().fingerprint) << "0x" << std::hex << sum;
}

}  // namespace
}  // namespace sketch::test
