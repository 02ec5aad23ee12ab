"""Small Caffes of our own for tests: a caffe.proto, and sources in the style of Caffe's."""

from __future__ import annotations

from pathlib import Path

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.schema.messages import schema

EVERYWHERE = [
    *("Concat", "Convolution", "Data", "Dropout", "InnerProduct", "Input"),
    *("LRN", "Pooling", "ReLU", "Softmax", "Split"),
]

NORM = """
template <typename Dtype>
void BatchNormLayer<Dtype>::LayerSetUp(const vector<Blob<Dtype>*>& bottom, const vector<Blob<Dtype>*>& top) {
  if (param.has_use_global_stats()) use_global_stats_ = param.use_global_stats();
  this->blobs_.resize(3);
  variance_.Reshape(sz); temp_.ReshapeLike(*bottom[0]);
  MASK
}
template <typename Dtype>
void BatchNormLayer<Dtype>::Forward_cpu(const vector<Blob<Dtype>*>& bottom, const vector<Blob<Dtype>*>& top) {
  if (use_global_stats_) { scale(); } else { caffe_powx(2, temp_.cpu_data(), variance_.mutable_cpu_data()); }
}
REGISTER_LAYER_CLASS(BatchNorm);
"""
MASKED = """for (int i = 0; i < 3; ++i) {
    if (this->layer_param_.param_size() == i) { spec->set_lr_mult(0.f); }
    else { CHECK_EQ(this->layer_param_.param(i).lr_mult(), 0.f) << "no { parameters"; }
  }"""
UPGRADE = """
bool UpgradeNetAsNeeded(const string& file, NetParameter* param);
bool UpgradeNetAsNeeded(const string& file, NetParameter* param) {
  if (NetNeedsV0ToV1Upgrade(*param)) { LOG(INFO) << "{"; }
  if (NetNeedsDataUpgrade(*param)) {}
  if (NetNeedsV1ToV2Upgrade(*param)) {}
  if (NetNeedsInputUpgrade(*param)) {}
  LOADS
}
const char* UpgradeV1LayerType(const V1LayerParameter_LayerType type) {
  switch (type) {
  case V1LayerParameter_LayerType_NONE:
    return "";
  case V1LayerParameter_LayerType_RELU: return "ReLU";
  case V1LayerParameter_LayerType_CONVOLUTION: case V1LayerParameter_LayerType_NEW: return "New";
  default: LOG(FATAL) << "Unknown";
  }
}
"""
BATCH_NORM = "if (NetNeedsBatchNormUpgrade(*param)) { UpgradeNetBatchNorm(param); }"
ZEROES = "void UpgradeNetBatchNorm(NetParameter* p) { spec->set_lr_mult(0.f); spec->set_decay_mult(0.f); }\n"
CLEARS = "void UpgradeNetBatchNorm(NetParameter* p) { p->mutable_layer(i)->clear_param(); }\n"
IO = "bool ReadProtoFromTextFile(const char* f, Message* m) { PARSE return ok; }\n"


def sources(mask: str = MASKED, upgrade: str = ZEROES, types: list[str] = EVERYWHERE) -> dict[str, str]:
    """The sources of a small Caffe by their paths, with every place that the reader looks at."""
    return {
        "src/caffe/layers/batch_norm_layer.cpp": NORM.replace("MASK", mask),
        "src/caffe/layers/all.cpp": "".join(f"REGISTER_LAYER_CLASS({name});\n" for name in types),
        "src/caffe/util/upgrade_proto.cpp": UPGRADE.replace("LOADS", BATCH_NORM if upgrade else "") + upgrade,
        "src/caffe/util/io.cpp": IO.replace("PARSE", "bool ok = TextFormat::Parse(in, m);"),
    }


def caffe_in(folder: Path, files: dict[str, str] | None = None, proto: str = "") -> str:
    """Writes a Caffe into a folder: BVLC's tables, or another .proto file. Returns the path of the .proto file."""
    path = folder / "src/caffe/proto/caffe.proto"
    contents = {"src/caffe/proto/caffe.proto": proto or proto_text(schema()), **(files or {})}
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return str(path)


def with_own_field(proto: str, message: str) -> str:
    """A .proto file in which a message has the field `mine`, which no other Caffe has."""
    return proto.replace(f"message {message} {{", f"message {message} {{ optional int32 mine = 999;")
