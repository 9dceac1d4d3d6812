// SPDX-License-Identifier: PostgreSQL
//
// The laws that every sketch obeys: what merging, freezing and asking mean. One battery, run over a
// traits struct for each family (support/subject.hpp); image_laws.hpp has those about bytes.
#pragma once

#include "support/subject.hpp"

namespace sketch::test {

template <class Traits>
class Laws : public ::testing::Test {
 protected:
  using S = Subject<Traits>;

  // Calls body(parameter, size) for all that the family wants tested.
  template <class Body>
  static void for_each_case(Body body) {
    for (const int parameter : Traits::parameters()) {
      for (const std::size_t size : Traits::sizes(parameter)) {
        SCOPED_TRACE(::testing::Message() << "parameter " << parameter << ", " << size << " items");
        body(parameter, size);
      }
    }
  }
};

TYPED_TEST_SUITE_P(Laws);

TYPED_TEST_P(Laws, MergeIsUnion) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    for (const std::size_t m : TypeParam::sizes(parameter)) {
      S both(parameter, 0, n + m), left(parameter, 0, n), right(parameter, n, m);
      S frozen_right(parameter, 0, n);
      frozen_right.merge(right.frozen());
      SCOPED_TRACE(m);
      expect_same<TypeParam>(left.merge(right).frozen(), both.frozen());
      expect_same<TypeParam>(frozen_right.frozen(), both.frozen());
    }
  });
}

TYPED_TEST_P(Laws, MergeOfOverlappingSets) {
  if (!TypeParam::kIdempotent) GTEST_SKIP();
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    S left(parameter, 0, n), right(parameter, n / 2, n), both(parameter, 0, n / 2 + n);
    ASSERT_EQ(left.merge(right).frozen(), both.frozen());
  });
}

TYPED_TEST_P(Laws, MergeWithSelfAndWithWhatIsInIt) {
  if (!TypeParam::kIdempotent) GTEST_SKIP();
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    S sketch(parameter, 0, n);
    const Image before = sketch.frozen();
    S part(parameter, 0, n / 2);
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

// However a sketch is made, the class of its values is that of what is in it: none of nothing, another one of
// values of several.
TYPED_TEST_P(Laws, ClassOfValuesIsKept) {
  if (!has_class(TypeParam::Sketch::kFamily)) GTEST_SKIP();
  using Sketch = typename TypeParam::Sketch;
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    S texts(parameter), dates(parameter), all(parameter);
    set_image_values(texts.state().data(), ValueClass::text);
    set_image_values(dates.state().data(), ValueClass::date);
    texts.add(0, n);
    dates.add(n, n);
    const Image of_texts = texts.frozen();
    const auto text = n == 0 ? ValueClass::none : ValueClass::text;
    EXPECT_EQ(image_values(of_texts.data()), text);
    TestHost host;
    EXPECT_TRUE(Sketch::check(of_texts, host).ok());
    State thawed;
    ASSERT_TRUE(Sketch::thaw(of_texts, host, thawed).ok());
    EXPECT_EQ(image_values(thawed.data()), text);
    EXPECT_EQ(image_values(all.merge(of_texts).frozen().data()), text);
    const auto both = n == 0 ? ValueClass::none : ValueClass::other;
    EXPECT_EQ(image_values(all.merge(dates).frozen().data()), both);
    if constexpr (TypeParam::kOrderFree) {
      EXPECT_EQ(dates.merge(of_texts).frozen(), all.frozen());
    }
    if (n != 0) return;
    // There is one empty sketch.
    Image claims = of_texts;
    set_image_values(claims.data(), ValueClass::text);
    EXPECT_FALSE(Sketch::check(claims, host).ok());
  });
}

TYPED_TEST_P(Laws, EmptyIsNeutral) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    S sketch(parameter, 0, n), empty(parameter), taker(parameter);
    const Image before = sketch.frozen();
    ASSERT_EQ(sketch.merge(empty).frozen(), before);
    ASSERT_EQ(sketch.merge(empty.frozen()).frozen(), before);
    ASSERT_EQ(taker.merge(before).frozen(), before);
    expect_same<TypeParam>(empty.merge(sketch).frozen(), before);
  });
}

TYPED_TEST_P(Laws, MergeCommutes) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    for (const int other : TypeParam::parameters()) {
      if (other != parameter && !TypeParam::kMergesDown) continue;
      S a(parameter, 0, n), b(other, n / 2, n + 1);
      const Image frozen_a = a.frozen(), frozen_b = b.frozen();
      S a_then_b(parameter), b_then_a(other);
      a_then_b.merge(frozen_a).merge(frozen_b);
      b_then_a.merge(frozen_b).merge(frozen_a);
      SCOPED_TRACE(other);
      expect_same<TypeParam>(a_then_b.frozen(), b_then_a.frozen());
      expect_same<TypeParam>(a.merge(b).frozen(), a_then_b.frozen());
    }
  });
}

TYPED_TEST_P(Laws, MergeAssociates) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    const std::uint64_t third = n / 3;
    S a(parameter, 0, third), b(parameter, third, n - 2 * third), c(parameter, n - third, third);
    S bc(parameter), left(parameter);
    bc.merge(b.frozen()).merge(c.frozen());
    left.merge(a.frozen()).merge(b.frozen()).merge(c.frozen());
    expect_same<TypeParam>(a.merge(bc.frozen()).frozen(), left.frozen());
  });
}

// Whatever the tree of partial aggregates is.
TYPED_TEST_P(Laws, GroupingDoesNotMatter) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    S whole(parameter, 0, n);
    for (const std::size_t parts : {2, 7, 16}) {
      S all(parameter);
      for (std::size_t i = parts; i-- != 0;) {
        const std::size_t begin = n * i / parts, end = n * (i + 1) / parts;
        S part(parameter, begin, end - begin);
        i % 2 == 0 ? all.merge(part) : all.merge(part.frozen());
      }
      SCOPED_TRACE(parts);
      expect_same<TypeParam>(all.frozen(), whole.frozen());
    }
  });
}

TYPED_TEST_P(Laws, OrderAndDuplicatesDoNotMatter) {
  if (!TypeParam::kIdempotent) GTEST_SKIP();
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    const Image whole = S(parameter, 0, n).frozen();
    S backwards(parameter), twice(parameter, 0, n), strided(parameter);
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

// Merging down is building at the lower parameter.
TYPED_TEST_P(Laws, MixedParameters) {
  if (!TypeParam::kMergesDown) GTEST_SKIP();
  this->for_each_case([](int low, std::size_t n) {
    using S = typename TestFixture::S;
    const Image direct = S(low, 0, n).frozen();
    for (const int high : TypeParam::parameters()) {
      if (high < low) continue;
      S other(high, 0, n), into_low(low), from_high(high, 0, n / 2), frozen(high);
      ASSERT_EQ(into_low.merge(other).frozen(), direct) << high;
      S rest(low, n / 2, n - n / 2);
      ASSERT_EQ(from_high.merge(rest.frozen()).frozen(), direct) << high;
      frozen.merge(other.frozen()).merge(S(low).frozen());
      ASSERT_EQ(frozen.frozen(), direct) << high;
      if constexpr (TypeParam::kMergesDown) {  // only such families can be reduced
        other.state() = TypeParam::Sketch::reduce(other.state(), low, other.host());
      }
      ASSERT_EQ(other.frozen(), direct) << high;
    }
  });
}

TYPED_TEST_P(Laws, FreezeIsIdempotentAndChecked) {
  this->for_each_case([](int parameter, std::size_t n) {
    typename TestFixture::S sketch(parameter, 0, n);
    const Image frozen = sketch.frozen();
    State again;
    ASSERT_TRUE(TypeParam::Sketch::freeze(frozen, sketch.host(), again).ok());
    ASSERT_EQ(copy_of(again), frozen);
    const Status status = TypeParam::Sketch::check(frozen, sketch.host());
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_EQ(sketch.host().scratch_in_use(), 0U);
    ASSERT_FALSE(accepts<TypeParam>(sketch.working())) << "working images stay inside";
  });
}

TYPED_TEST_P(Laws, ThawGoesOnWhereFreezeStopped) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    for (const std::size_t more : {std::size_t{0}, std::size_t{1}, n, 3 * n}) {
      S sketch(parameter, 0, n), thawed(parameter);
      const Image frozen = sketch.frozen();
      ASSERT_TRUE(TypeParam::Sketch::thaw(frozen, thawed.host(), thawed.state()).ok());
      ASSERT_EQ(thawed.frozen(), frozen);
      SCOPED_TRACE(more);
      expect_same<TypeParam>(thawed.add(n, more).frozen(), sketch.add(n, more).frozen());
      S copy(parameter);
      ASSERT_TRUE(TypeParam::Sketch::thaw(sketch.working(), copy.host(), copy.state()).ok());
      expect_same<TypeParam>(copy.frozen(), sketch.frozen());
    }
  });
}

// A state that goes to a file of the batch executor and comes back, now and then, is in the end the
// same as one that doesn't, byte by byte.
TYPED_TEST_P(Laws, PackingChangesNothing) {
  this->for_each_case([](int parameter, std::size_t n) {
    using S = typename TestFixture::S;
    using Sketch = typename TypeParam::Sketch;
    const Image other = S(parameter, n / 2, n).frozen();
    S plain(parameter), packed(parameter);
    constexpr std::size_t kSteps = 6;
    for (std::size_t i = 0; i < kSteps; ++i) {
      const std::size_t begin = n * i / kSteps, end = n * (i + 1) / kSteps;
      Image image(Sketch::packed_bytes(packed.state()));
      Sketch::pack(packed.state(), image.data());
      ASSERT_LE(image.size(), packed.state().size());
      if constexpr (requires(State s) { Sketch::unpack(image, packed.host(), s); }) {
        ASSERT_TRUE(Sketch::unpack(image, packed.host(), packed.state()).ok());
      } else {
        ASSERT_TRUE(Sketch::thaw(image, packed.host(), packed.state()).ok());
      }
      for (S* sketch : {&plain, &packed}) {
        sketch->add(begin, end - begin);
        if (i == kSteps / 2) sketch->merge(other);
      }
      ASSERT_EQ(packed.frozen(), plain.frozen());
    }
  });
}

TYPED_TEST_P(Laws, EveryFormGivesTheSameAnswer) {
  this->for_each_case([](int parameter, std::size_t n) {
    typename TestFixture::S sketch(parameter, 0, n);
    const Image frozen = sketch.frozen();
    ASSERT_EQ(TypeParam::answer(frozen, sketch.host()), sketch.answer());
    TypeParam::ask(frozen, sketch.host());
    TypeParam::ask(sketch.working(), sketch.host());
  });
}

TYPED_TEST_P(Laws, ExactWhileSmall) {
  for (std::uint64_t start = 0; start < 20'000; start += 1000) {
    typename TestFixture::S sketch(TypeParam::default_parameter());
    for (std::size_t n = 0; n <= TypeParam::kExactUpTo; ++n) {
      if (n != 0) sketch.add(start + n, 1);
      ASSERT_EQ(std::round(sketch.answer()), static_cast<double>(n));
      ASSERT_EQ(std::round(TypeParam::answer(sketch.frozen(), sketch.host())), n);
    }
  }
}

// Pins the format: stored sketches outlive releases. A change of the hash means that sketches
// written before don't equal those written after, and needs a new format version.
TYPED_TEST_P(Laws, BytesStayTheSame) {
  std::uint64_t sum = kEmptyFingerprint;
  this->for_each_case([&sum](int parameter, std::size_t n) {
    sum = fingerprint(sum, typename TestFixture::S(parameter, 0, n).frozen());
  });
  EXPECT_EQ(sum, TypeParam::kFingerprint) << "0x" << std::hex << sum;
}

REGISTER_TYPED_TEST_SUITE_P(Laws, MergeIsUnion, MergeOfOverlappingSets,
                            MergeWithSelfAndWithWhatIsInIt, ClassOfValuesIsKept, EmptyIsNeutral, MergeCommutes,
                            MergeAssociates, GroupingDoesNotMatter, OrderAndDuplicatesDoNotMatter,
                            MixedParameters, FreezeIsIdempotentAndChecked,
                            ThawGoesOnWhereFreezeStopped, PackingChangesNothing,
                            EveryFormGivesTheSameAnswer, ExactWhileSmall, BytesStayTheSame);

}  // namespace sketch::test
