package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.github.deepfer.api.ProviderException;
import java.util.Locale;
import java.util.Map;

/** What ONNX Runtime can compute with; which of them are there is up to how it was built. */
enum ExecutionProvider {
  CPU(OrtProvider.CPU, false),
  XNNPACK(OrtProvider.XNNPACK, false),
  DNNL(OrtProvider.DNNL, false),
  CUDA(OrtProvider.CUDA, true),
  TENSORRT(OrtProvider.TENSOR_RT, true),
  ROCM(OrtProvider.ROCM, true),
  DIRECTML(OrtProvider.DIRECT_ML, true),
  COREML(OrtProvider.CORE_ML, true),
  OPENVINO(OrtProvider.OPEN_VINO, true),
  NNAPI(OrtProvider.NNAPI, true),
  QNN(OrtProvider.QNN, true),
  WEBGPU(OrtProvider.WEBGPU, true);

  private final OrtProvider provider;
  private final boolean isAccelerator;

  ExecutionProvider(OrtProvider provider, boolean isAccelerator) {
    this.provider = provider;
    this.isAccelerator = isAccelerator;
  }

  /** As users write it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a GPU or the like computes, which is what {@code GpuPolicy} is about. */
  boolean isAccelerator() {
    return isAccelerator;
  }

  OrtProvider provider() {
    return provider;
  }

  /** Asks for it in a session's options. */
  void addTo(SessionOptions session, OnnxOptions options) throws OrtException {
    if (options.memoryLimit() > 0 && this != CUDA) {
      throw cannot("onnx.memory-limit", CUDA);
    }
    if (options.isHalf() && this != TENSORRT) {
      throw cannot("onnx.fp16", TENSORRT);
    }
    switch (this) {
      case CPU -> {}
      case XNNPACK -> session.addXnnpack(Map.of());
      case DNNL -> session.addDnnl(options.hasArena());
      case CUDA -> addCuda(session, options);
      case TENSORRT -> addTensorRt(session, options);
      case ROCM -> session.addROCM(options.device());
      case DIRECTML -> session.addDirectML(options.device());
      case COREML -> session.addCoreML(Map.of());
      case OPENVINO -> session.addOpenVINO("");
      case NNAPI -> session.addNnapi();
      case QNN -> session.addQnn(Map.of());
      case WEBGPU -> session.addWebGPU(Map.of());
    }
  }

  private static void addCuda(SessionOptions session, OnnxOptions options) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(options.device())) {
      if (options.memoryLimit() > 0) {
        cuda.add("gpu_mem_limit", Long.toString(options.memoryLimit()));
      }
      session.addCUDA(cuda);
    }
  }

  /** What TensorRT cannot run, CUDA does. */
  private static void addTensorRt(SessionOptions session, OnnxOptions options) throws OrtException {
    try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(options.device())) {
      tensorRt.add("trt_fp16_enable", options.isHalf() ? "1" : "0");
      session.addTensorrt(tensorRt);
    }
    session.addCUDA(options.device());
  }

  private ProviderException cannot(String option, ExecutionProvider only) {
    return new ProviderException(
        "option "
            + option
            + " of backend onnx works with execution provider "
            + only.id()
            + " only, and "
            + id()
            + " is to run; leave it out, or choose onnx.provider="
            + only.id());
  }
}
