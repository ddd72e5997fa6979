"""All that tells of HIV is taken out of an encounter before it is kept."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.encounters.confidential import parted
from handbook.domain.encounters.encounter import Baby, ChildCheckup, Delivery
from handbook.domain.encounters.icd10 import is_confidential
from handbook.domain.encounters.labs import lab_tests
from handbook.domain.encounters.results import LabResult
from tests.unit.domain.encounters.visits import antenatal, checkup, delivery


def test_results_and_diagnoses_go_where_few_look() -> None:
    visit = replace(
        antenatal(),
        labs=(LabResult("hiv", finding="positive"), LabResult("hbsag", finding="negative")),
        diagnoses=("O98.7", "O99.0"),
    )

    open_part, confidential = parted(visit)

    assert open_part == replace(visit, labs=(LabResult("hbsag", finding="negative"),), diagnoses=("O99.0",))
    assert confidential is not None
    assert (confidential.labs, dict(confidential.codes)) == (
        (LabResult("hiv", finding="positive"),),
        {"diagnoses": ("O98.7",)},
    )
    assert confidential.encounter_id == visit.entry_id


def test_histories_and_defects_are_looked_through_as_well() -> None:
    history = checkup(own_history=("Z20.6", "J00"), family_history=("B20",))
    open_part, confidential = parted(history)
    assert isinstance(open_part.details, ChildCheckup)
    assert (open_part.details.own_history, open_part.details.family_history) == (("J00",), ())
    assert confidential is not None
    assert dict(confidential.codes) == {
        "child_checkup.own_history": ("Z20.6",),
        "child_checkup.family_history": ("B20",),
    }

    born, hidden = parted(delivery(babies=(Baby("alive"), Baby("alive", defects=("Q21.0", "B24")))))
    assert isinstance(born.details, Delivery)
    assert [baby.defects for baby in born.details.babies] == [(), ("Q21.0",)]
    assert hidden is not None
    assert dict(hidden.codes) == {"delivery.babies.1.defects": ("B24",)}


def test_what_holds_nothing_of_the_kind_stays_as_it_is() -> None:
    visit = replace(antenatal(), labs=(LabResult("syphilis", finding="negative"),), diagnoses=("O99.0",))
    assert parted(visit) == (visit, None)


@given(
    st.lists(st.sampled_from(sorted(lab_tests())), unique=True),
    st.lists(st.sampled_from(["B20.1", "Z21", "J00", "O98.7", "O10"])),
)
def test_nothing_is_lost_and_nothing_stays_open_that_should_not(tests: list[str], codes: list[str]) -> None:
    visit = replace(antenatal(), labs=tuple(LabResult(test) for test in tests), diagnoses=tuple(codes))

    open_part, confidential = parted(visit)

    hidden_labs = confidential.labs if confidential else ()
    hidden_codes = confidential.codes.get("diagnoses", ()) if confidential else ()
    assert sorted(one.test for one in (*open_part.labs, *hidden_labs)) == sorted(tests)
    assert sorted((*open_part.diagnoses, *hidden_codes)) == sorted(codes)
    assert not any(lab_tests()[one.test].confidential for one in open_part.labs)
    assert not any(map(is_confidential, open_part.diagnoses))
