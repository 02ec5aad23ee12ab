"""What the solvers of a Caffe know, which its caffe.proto does not say: types, learning rate policies, checks.

Read in solver.cpp, solver_factory.hpp, sgd_solvers.hpp and sgd_solver.cpp.
"""

from __future__ import annotations

from bnlint.caffe.schema.owners import dialects_of_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.schema.messages import Schema

#: The types of solvers, in the order in which Caffe lists them.
TYPES = ("AdaDelta", "AdaGrad", "Adam", "Nesterov", "RMSProp", "SGD")
#: The fields that only some types read.
FIELDS_OF_TYPES = {
    "momentum2": ("Adam",),
    "rms_decay": ("RMSProp",),
    "delta": ("AdaDelta", "AdaGrad", "Adam", "RMSProp"),
}
#: The types that refuse a momentum other than 0.
WITHOUT_MOMENTUM = ("AdaGrad", "RMSProp")
#: What `regularization_type` may be.
REGULARIZATIONS = ("L1", "L2")

#: The learning rate policies of BVLC Caffe 1.0, each with the fields that it needs.
POLICIES: dict[str, tuple[str, ...]] = {
    "fixed": (),
    "step": ("gamma", "stepsize"),
    "exp": ("gamma",),
    "inv": ("gamma", "power"),
    "multistep": ("gamma", "stepvalue"),
    "poly": ("power",),
    "sigmoid": ("gamma", "stepsize"),
}
#: Policies of forks, each with the solver field that was added with it.
FORK_POLICIES = {"plateau": "plateau_winsize", "multifixed": "stagelr", "sgdr": "period"}
#: Fields of forks from which a learning rate comes where base_lr is 0.
OTHER_RATES = ("min_lr", "rampup_lr", "stagelr", "vstep_lr", "warmup_start_lr")

# Fields of forks that came without a new type of solver or of regularization.
_BESIDE = frozenset(
    (
        "ap_version",
        "classiou_class_num",
        "eval_type",
        "plateau_winsize",
        "show_per_class_result",
        "stageiter",
        "stagelr",
    )
)
_SOLVER = "SolverParameter"


def policies(schema: Schema) -> dict[str, tuple[str, ...]]:
    """The learning rate policies of a Caffe, with the fields that each needs."""
    fields = schema.messages[_SOLVER].fields
    return POLICIES | {policy: () for policy, field in FORK_POLICIES.items() if field in fields}


def owners(policy: str) -> tuple[str, ...]:
    """The known Caffes that have a policy that BVLC Caffe lacks."""
    field = FORK_POLICIES.get(policy)
    return dialects_of_field(_SOLVER, field) if field is not None else ()


def is_plain(schema: Schema, bvlc: Schema) -> bool:
    """Whether the solvers of a Caffe are BVLC Caffe's: it has no field that may belong to a type or policy of its own.

    `bvlc` is the schema of BVLC Caffe.
    """
    return set(schema.messages[_SOLVER].fields) <= set(bvlc.messages[_SOLVER].fields) | _BESIDE


def names_snapshots(schema: Schema) -> bool:
    """Whether snapshots without a prefix are named after the solver file: since pull request 6123 (with `weights`)."""
    return "weights" in schema.messages[_SOLVER].fields


def needs_prefix(schema: Schema) -> bool | None:
    """Whether a solver that snapshots must have a snapshot_prefix; None if that is not known."""
    fields = schema.messages[_SOLVER].fields
    if "type" not in fields:
        return None  # the check is about as old as the field
    return not names_snapshots(schema)


def sets_test_interval(schema: Schema) -> bool:
    """Whether the program around the solver sets test_interval itself, before it creates the solver.

    CaffeNet.cpp of CaffeOnSpark sets it to max_iter + 1, so 0 and 0 there mean that nothing is tested; its layers have
    the field source_class.
    """
    return "source_class" in schema.messages["LayerParameter"].fields


def checks_rates(schema: Schema) -> bool:
    """Whether the learning rate is checked: gamma must not be negative, and sigmoid needs a stepsize."""
    return names_snapshots(schema)
