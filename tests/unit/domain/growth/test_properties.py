"""What must hold for every child."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handbook.domain.growth import (
    INDICATORS,
    Assessment,
    ChildVisit,
    Indicator,
    Posture,
    Sex,
    assess,
    assess_many,
    value_at,
)
from handbook.domain.growth.classes import PLAUSIBLE
from handbook.domain.growth.standards import z_of_value

sexes: st.SearchStrategy[Sex] = st.sampled_from(["F", "M"])
postures: st.SearchStrategy[Posture | None] = st.sampled_from(["lying", "standing", None])
ages = st.one_of(st.none(), st.integers(-400, 8000))
numbers = st.one_of(st.none(), st.floats(), st.floats(0.1, 250.0))
anything = st.fixed_dictionaries(
    {
        "weight_kg": numbers,
        "length_cm": numbers,
        "posture": postures,
        "head_cm": numbers,
        "muac_mm": numbers,
        "oedema": st.booleans(),
        "gestation_days": st.one_of(st.none(), st.integers(100, 320)),
    }
)
by_age = st.sampled_from([indicator for indicator in INDICATORS if indicator != "weight-for-length"])
relaxed = settings(deadline=None)


def score(indicator: Indicator, sex: Sex, age_days: int, value: float) -> float | None:
    """The z-score of a value of `indicator`, from the measurements that give it."""
    if indicator is Indicator.BMI_FOR_AGE:
        return assess(sex, age_days, weight_kg=value, length_cm=100.0).baz
    name = {
        Indicator.WEIGHT_FOR_AGE: "weight_kg",
        Indicator.LENGTH_FOR_AGE: "length_cm",
        Indicator.HEAD_FOR_AGE: "head_cm",
    }[indicator]
    child: Assessment = assess(sex, age_days, **{name: value})  # type: ignore[arg-type]
    return child.z_of(indicator)


@relaxed
@given(sex=sexes, age_days=ages, measured=anything)
def test_every_indicator_has_either_a_score_or_a_reason(
    sex: Sex, age_days: int | None, measured: dict[str, object]
) -> None:
    child = assess(sex, age_days, **measured)  # type: ignore[arg-type]

    for indicator in INDICATORS:
        assert (child.z_of(indicator) is None) == (indicator in child.missing)


@relaxed
@given(sex=sexes, age_days=ages, measured=anything)
def test_scores_have_two_decimals_and_flags_follow_from_them(
    sex: Sex, age_days: int | None, measured: dict[str, object]
) -> None:
    child = assess(sex, age_days, **measured)  # type: ignore[arg-type]

    for indicator in INDICATORS:
        z = child.z_of(indicator)
        low, high, flag = PLAUSIBLE[indicator]
        assert z is None or round(z, 2) == z
        assert (flag in child.flags) == (z is not None and not low <= z <= high)


@relaxed
@given(indicator=by_age, sex=sexes, age_days=st.integers(0, 6000), z=st.floats(-6.0, 6.0))
def test_the_curve_is_the_inverse_of_the_score(indicator: Indicator, sex: Sex, age_days: int, z: float) -> None:
    value = value_at(indicator, sex, age_days, z)
    assume(value is not None and value > 0.01)
    assert value is not None

    found = score(indicator, sex, age_days, value)

    assert found is not None
    assert abs(found - z) <= 0.00501


@relaxed
@given(sex=sexes, posture=st.sampled_from(["lying", "standing"]), length_cm=st.integers(65, 110), z=st.floats(-5, 5))
def test_weight_for_length_is_the_inverse_of_its_curve(sex: Sex, posture: Posture, length_cm: int, z: float) -> None:
    weight_kg = value_at(Indicator.WEIGHT_FOR_LENGTH, sex, length_cm, z, posture=posture)
    found = assess(sex, None, weight_kg=weight_kg, length_cm=length_cm, posture=posture).whz

    assert found is not None
    assert abs(found - z) <= 0.00501


@relaxed
@given(
    sex=sexes,
    age_days=st.integers(0, 3652),
    length_cm=st.floats(50.0, 110.0),
    lighter_kg=st.floats(0.5, 80.0),
    gain_kg=st.floats(0.001, 20.0),
)
def test_more_weight_never_lowers_a_score(
    sex: Sex, age_days: int, length_cm: float, lighter_kg: float, gain_kg: float
) -> None:
    lighter = assess(sex, age_days, weight_kg=lighter_kg, length_cm=length_cm)
    heavier = assess(sex, age_days, weight_kg=lighter_kg + gain_kg, length_cm=length_cm)

    for less, more in ((lighter.waz, heavier.waz), (lighter.whz, heavier.whz), (lighter.baz, heavier.baz)):
        assert less is None or more is None or less <= more


@relaxed
@given(sex=sexes, age_days=st.integers(0, 6900), z=st.floats(-3, 3), step=st.floats(0.01, 1.0))
def test_curves_never_cross(sex: Sex, age_days: int, z: float, step: float) -> None:
    for indicator in INDICATORS:
        x = 45 + age_days / 110 if indicator is Indicator.WEIGHT_FOR_LENGTH else age_days
        below, above = value_at(indicator, sex, x, z), value_at(indicator, sex, x, z + step)
        assert (below is None) == (above is None)
        assert below is None or above is None or below < above


@relaxed
@given(children=st.lists(st.tuples(sexes, ages, anything), max_size=5))
def test_many_visits_are_assessed_as_each_alone_in_the_same_order(
    children: list[tuple[Sex, int | None, dict[str, object]]],
) -> None:
    visits = [ChildVisit(sex, age_days, **measured) for sex, age_days, measured in children]  # type: ignore[arg-type]
    alone = [assess(sex, age_days, **measured) for sex, age_days, measured in children]  # type: ignore[arg-type]

    assert list(assess_many(visits)) == alone


@relaxed
@given(z=st.one_of(st.floats(-60.0, 60.0), st.integers(-12_000, 12_000).map(lambda halves: halves / 200)))
def test_scores_are_rounded_as_python_rounds_them(z: float) -> None:
    # L = 1, M = 1 and S = 1 leave the z-score as it is: value - 1.
    value = 1.0 + z

    assert z_of_value((1.0, 1.0, 1.0), value, restricted=False) == round(value - 1.0, 2)
