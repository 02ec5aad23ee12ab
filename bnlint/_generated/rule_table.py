"""Rules: (id, name, summary, severity, default, fix, fields it changes, layer types it adds).

Written by `python -m tools.generate`: edit rules/ instead.
"""

from __future__ import annotations

RULES: tuple[tuple[str, str, str, str, bool, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ('BN101', 'missing-scale', 'A BatchNorm without a Scale has no gamma and no beta.', 'warning', True, 'unsafe', (), ('Scale',)),
    ('BN102', 'scale-without-bias', 'The Scale of a BatchNorm learns gamma but no beta.', 'warning', True, 'unsafe', ('Scale.scale_param.bias_term',), ()),
    ('BN103', 'zero-scale-filler', 'The filler of a gamma says constant and gives no value: gamma starts at 0.', 'error', True, 'unsafe', ('Scale.scale_param.filler.value', 'BN.bn_param', 'BatchNorm.batch_norm_param.scale_filler', 'BatchNorm.batch_norm_param.filler'), ()),
    ('BN104', 'scale-axis', 'The Scale of a BatchNorm does not work along the channels.', 'warning', True, '', (), ()),
    ('BN105', 'half-frozen-scale', 'A Scale with a bias has one `param`, which freezes gamma; beta goes on learning.', 'warning', True, 'unsafe', ('Scale.param',), ()),
    ('BN107', 'scale-not-adjacent', 'The Scale of a BatchNorm is not the next layer of the file.', 'warning', False, 'safe', ('Scale',), ()),
    ('BN108', 'double-affine', 'A layer that has gamma and beta of its own is followed by a Scale, which applies another pair.', 'error', True, 'unsafe', ('Scale', 'BatchNorm.batch_norm_param.scale_bias', 'BatchNorm.batch_norm_param.scale_filler', 'BatchNorm.batch_norm_param.bias_filler'), ()),
    ('BN109', 'unscaled-consumer', 'What a BatchNorm puts out is read by its Scale, and by another layer without gamma and beta.', 'warning', True, '', (), ()),
    ('BN201', 'obsolete-params', 'Three `param { lr_mult: 0 }` on a BatchNorm are a leftover: Caffe keeps the solver off the statistics by itself.', 'warning', True, 'safe', ('BatchNorm.param',), ()),
    ('BN202', 'learnable-statistics', 'A `param` of a BatchNorm has a learning rate other than 0: Caffe refuses the net.', 'error', True, 'safe', ('BatchNorm.param.lr_mult',), ()),
    ('BN203', 'ignored-learning-rate', 'Learning rate or weight decay on the statistics of a BatchNorm: Caffe sets it to 0 without a word.', 'warning', True, 'safe', ('BatchNorm.param.lr_mult', 'BatchNorm.param.decay_mult'), ()),
    ('BN301', 'batch-statistics-in-test', '`use_global_stats: false` in TEST: the net is tested with the statistics of the test batch, and learns from it.', 'error', True, 'unsafe', ('BatchNorm.batch_norm_param.use_global_stats',), ()),
    ('BN302', 'frozen-statistics-in-train', '`use_global_stats: true` in TRAIN: the running statistics are used, and never learned.', 'warning', True, 'unsafe', ('BatchNorm.batch_norm_param.use_global_stats',), ()),
    ('BN303', 'batch-statistics-in-deploy', '`use_global_stats: false` in a net that is only run (a deploy net): a result depends on the rest of the batch.', 'error', True, 'unsafe', ('BatchNorm.batch_norm_param.use_global_stats',), ()),
    ('BN304', 'redundant-phase-pair', 'A BatchNorm is written twice, for TRAIN and for TEST, to say what one layer says by itself.', 'warning', True, 'safe', ('BatchNorm.include', 'BatchNorm.exclude', 'BatchNorm.batch_norm_param.use_global_stats'), ()),
    ('BN305', 'phase-pair-names-differ', 'The TEST half of a BatchNorm pair has another name than the TRAIN half: it never gets statistics.', 'error', True, 'unsafe', ('BatchNorm.include', 'BatchNorm.exclude', 'BatchNorm.batch_norm_param.use_global_stats', 'BatchNorm.name'), ()),
    ('BN306', 'inverted-phase-pair', "A BatchNorm pair is the wrong way round: stored statistics in TRAIN, the batch's in TEST.", 'error', True, 'unsafe', ('BatchNorm.include', 'BatchNorm.exclude', 'BatchNorm.batch_norm_param.use_global_stats', 'BatchNorm.name'), ()),
    ('BN308', 'redundant-global-stats', '`use_global_stats` says what would hold without it.', 'info', True, 'safe', ('BatchNorm.batch_norm_param.use_global_stats',), ()),
    ('BN309', 'phase-pair-differs', 'The two halves of a BatchNorm pair differ in more than their phase.', 'warning', True, '', (), ()),
    ('FLD101', 'unknown-field', "A field that Caffe's message does not have: the file is refused.", 'error', True, 'unsafe', (), ()),
    ('FLD102', 'wrong-type', 'A value of another type than its field.', 'error', True, '', (), ()),
    ('FLD103', 'unknown-enum', 'An enum value that Caffe does not have.', 'error', True, 'unsafe', (), ()),
    ('FLD104', 'repeated-singular', 'A field that may stand once stands again.', 'error', True, '', (), ()),
    ('FLD105', 'missing-required', 'A field that must be written is missing.', 'error', True, '', (), ()),
    ('FLD106', 'unknown-layer-type', 'A layer type that Caffe does not have.', 'error', True, 'unsafe', ('*.type',), ()),
    ('FLD107', 'parameter-of-another-type', "A parameter block that the layer's type does not read.", 'warning', True, '', (), ()),
    ('FLD108', 'template', 'The file has placeholders that a program fills in.', 'info', True, '', (), ()),
    ('NET101', 'unknown-bottom', 'A layer reads a blob that no layer before it makes.', 'error', True, 'unsafe', ('*.bottom',), ()),
    ('NET102', 'duplicate-top', 'Two layers make a blob of the same name.', 'error', True, '', (), ()),
    ('NET103', 'duplicate-layer-name', 'Two layers of one state have the same name, and at least one of them has weights.', 'error', True, '', (), ()),
    ('NET104', 'include-and-exclude', 'A layer has include and exclude rules.', 'error', True, '', (), ()),
    ('NET105', 'wrong-blob-count', 'A layer has too few or too many bottoms, tops, propagate_down or loss_weight.', 'error', True, '', (), ()),
    ('NET106', 'never-included', 'The rules of a layer let it exist in no state at all.', 'warning', True, '', (), ()),
    ('NET107', 'layer-phase-overrides', 'A layer follows a phase of its own, not that of the net.', 'warning', True, '', (), ()),
    ('NET108', 'shared-param-mismatch', 'Layers share a blob by name and do not agree on its rates or its shape.', 'error', True, '', (), ()),
    ('NET109', 'too-many-params', 'A layer has more `param` than learnable blobs.', 'error', True, '', (), ()),
    ('NET110', 'unused-top', 'A blob of a net that trains is read by nobody.', 'info', False, '', (), ()),
    ('SYN001', 'syntax-error', 'The text is no protobuf text format: Caffe cannot read the file.', 'error', True, 'safe', (), ()),
)
