"""What a Caffe does that its schema does not say: how it treats BatchNorm, and which formats it reads."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Blobs = tuple[str, ...]


class BatchNormTraits:
    """How a Caffe treats its BatchNorm layer (and BN, if it has that), according to its sources.

    `has_batch_norm_layer`: it has the type BatchNorm; without it `masks_statistics` and `refuses_nonzero_lr` are None.

    The three statistics and their `param`:
    `upgrade`: what its loader makes of exactly three `param` (UpgradeNetBatchNorm): ``none``; ``clears`` (all
    three are dropped, with their names); ``zeroes`` (lr_mult and decay_mult become 0, names stay).
    `masks_statistics`: the layer itself keeps the solver off its statistics (since pull request 4704).
    `refuses_nonzero_lr`: it aborts on a `param` whose lr_mult is not 0.
    `masks_by_engine`, `refuses_by_engine`: the same for each value of the field `engine`, where engines differ.
    `statistics_decay`: whether the solver's weight decay reaches statistics that no `param` protects: ``always``,
    ``never`` (they are masked, or no learnable blobs), ``engine_caffe`` (only with ``engine: CAFFE``) or
    ``engine_cudnn``.
    `blobs`: what its blobs are, in their order, by engine; the key is "" where all engines agree.

    Gamma and beta:
    `own_affine`: whether a BatchNorm has gamma and beta of its own: ``never``; ``always``; ``possibly`` (nothing in the
    file shows it); ``scale_bias`` (if scale_bias is true or a filler for them is written); ``use_weight_bias`` (if
    that is true, or not written and there is a filler).
    `affine_by_default`: the engines with which a BatchNorm has them unless use_weight_bias is false.
    `affine_fields`: the fields of batch_norm_param for them.
    `types`: its other normalizing types (``BN``), with what is known of each: ``param``, ``blobs``,
    ``masks_statistics``, ``eps``, ``fixed_by`` (fields of its message and the value of each with which it does not take
    the batch's mean in TRAIN), and in words ``use_global_stats`` and ``moving_average``.
    `affine_bn`: its type BN has gamma and beta of its own.
    `zero_gamma`: the types whose gamma is known to start at 0 if no filler is written.
    `unread_fillers`: the types that accept a filler for gamma, but do not read it.

    Settings:
    `use_global_stats`: whether the field is ``read``, ``ignored`` or ``ignored_by_cudnn`` (not with ``engine: CAFFE``);
    a layer that ignores it follows the phase.
    `batch_statistics`: whether a layer with the batch's own statistics works: ``computed``; ``no_variance`` (the
    variance is never computed); ``variance_if_updated`` (only in TRAIN with update_global_stats); ``aborts``.
    `default_eps_varies`: versions of this Caffe that files do not distinguish have different defaults of eps.
    `unread`: fields that its schema has and no layer reads (``batch_norm_param.filler``).
    """

    #: The traits on which checks, fixes and their proofs depend.
    CHECKED = (
        "affine_bn",
        "affine_by_default",
        "default_eps_varies",
        "has_batch_norm_layer",
        "masks_by_engine",
        "masks_statistics",
        "own_affine",
        "refuses_nonzero_lr",
        "statistics_decay",
        "types",
        "unread_fillers",
        "upgrade",
        "use_global_stats",
        "zero_gamma",
    )
    __slots__ = (
        "affine_bn",
        "affine_by_default",
        "affine_fields",
        "batch_statistics",
        "blobs",
        "default_eps_varies",
        "has_batch_norm_layer",
        "masks_by_engine",
        "masks_statistics",
        "own_affine",
        "refuses_by_engine",
        "refuses_nonzero_lr",
        "statistics_decay",
        "types",
        "unread",
        "unread_fillers",
        "upgrade",
        "use_global_stats",
        "zero_gamma",
    )

    def __init__(
        self,
        has_batch_norm_layer: bool,
        upgrade: str,
        masks_statistics: bool | None,
        refuses_nonzero_lr: bool | None,
        *,
        masks_by_engine: Mapping[str, bool] | None = None,
        refuses_by_engine: Mapping[str, bool] | None = None,
        statistics_decay: str = "",
        blobs: Blobs | Mapping[str, Blobs] = (),
        own_affine: str = "never",
        affine_by_default: Sequence[str] = (),
        affine_fields: Sequence[str] = (),
        types: Mapping[str, Mapping[str, object]] | None = None,
        zero_gamma: Sequence[str] = (),
        use_global_stats: str = "read",
        batch_statistics: str = "computed",
        default_eps_varies: bool = False,
        unread: Sequence[str] = (),
    ) -> None:
        self.has_batch_norm_layer = has_batch_norm_layer
        self.upgrade = upgrade
        self.masks_statistics = masks_statistics
        self.refuses_nonzero_lr = refuses_nonzero_lr
        self.masks_by_engine = masks_by_engine or {}
        self.refuses_by_engine = refuses_by_engine or {}
        self.statistics_decay = statistics_decay or ("always" if masks_statistics is False else "never")
        self.blobs: Mapping[str, Blobs] = ({"": blobs} if blobs else {}) if isinstance(blobs, tuple) else blobs
        self.own_affine = own_affine
        self.affine_by_default = frozenset(affine_by_default)
        self.affine_fields = tuple(affine_fields)
        self.types = types or {}
        self.affine_bn = "BN" in self.types
        self.zero_gamma = frozenset(zero_gamma)
        self.use_global_stats = use_global_stats
        self.batch_statistics = batch_statistics
        self.default_eps_varies = default_eps_varies
        self.unread = frozenset(unread)
        fillers = any(name.startswith("batch_norm_param.") and name.endswith("filler") for name in unread)
        self.unread_fillers = frozenset(("BatchNorm",) if fillers else ())

    def masks(self, engine: object) -> bool | None:
        """Whether a layer with an `engine` (None: not written) keeps the solver off its statistics."""
        return self.masks_by_engine.get(str(engine or "DEFAULT"), self.masks_statistics)


class FormatTraits:
    """Which formats a Caffe reads, and what its loader rewrites; None where that is not known.

    `reads_v0`, `reads_v1`, `reads_v2`: layers of the form ``layers { layer { … } }``, ``layers { … }`` and
    ``layer { … }``.
    `has_input_layer`: it has the layer type Input, so that a net needs no ``input`` fields.
    `tolerates_unknown_fields`: it passes over fields that it does not know, instead of aborting.
    `upgrades_on_load`: what its loader rewrites: ``v0``, ``v1``, ``data_transform``, ``input``, ``batch_norm`` and
    ``solver_type``.
    """

    __slots__ = (
        "has_input_layer",
        "reads_v0",
        "reads_v1",
        "reads_v2",
        "tolerates_unknown_fields",
        "upgrades_on_load",
    )

    def __init__(
        self,
        *,
        reads_v0: bool | None = None,
        reads_v1: bool | None = None,
        reads_v2: bool | None = None,
        has_input_layer: bool | None = None,
        tolerates_unknown_fields: bool | None = None,
        upgrades_on_load: Sequence[str] | None = None,
    ) -> None:
        self.reads_v0 = reads_v0
        self.reads_v1 = reads_v1
        self.reads_v2 = reads_v2
        self.has_input_layer = has_input_layer
        self.tolerates_unknown_fields = tolerates_unknown_fields
        self.upgrades_on_load = None if upgrades_on_load is None else frozenset(upgrades_on_load)
