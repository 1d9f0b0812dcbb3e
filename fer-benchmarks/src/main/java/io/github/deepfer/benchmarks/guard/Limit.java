package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.benchmarks.Turns;

/**
 * What the guard holds the library to. Every limit is a ratio of two things timed in the same run,
 * or a count of bytes; none is a time that a slower machine would miss.
 *
 * <p>How noise is kept out: work of one thread is timed by the processor time of that thread, which
 * stands still while others run; what is compared takes turns in short blocks, and the lower decile
 * counts ({@link Turns}); what needs two processors is compared with what the same two processors
 * give, in the same seconds, to something else that shares nothing; and a limit is broken only if
 * it is broken in {@link Guard#ATTEMPTS} measurements.
 */
enum Limit {
  OVERHEAD_SHARE(
      0.03,
      "Everything in a call but detection and the session run. Users pay for the search and the"
          + " network; framing, cropping and records around them must not be noticed."),

  OVERHEAD_MICROSECONDS(
      150,
      "Allowed in any case, for detectors much faster than a cascade, of whose calls 3 % would be"
          + " less than a large face takes to shrink. It only ever widens the allowance, so that no"
          + " slow machine is failed for its speed."),

  BYTES_PER_CALL(
      4096,
      "Allocated by a call whatever it finds, beside BYTES_PER_FACE. More than half are arrays,"
          + " strings and maps that ONNX Runtime makes of every run, one entry per output, and has no"
          + " option to reuse. More means that a buffer is not reused, which at 1,000 frames a second"
          + " is garbage collection that latency shows."),

  BYTES_PER_FACE(
      2560,
      "Allocated for each face, beside BYTES_PER_CALL. What is returned takes about 1 KiB, and"
          + " measuring its quality half of that."),

  DECODE(
      1.8,
      "A JPEG's way to an image against OpenCV's decoding alone, into memory that it has. Typical is"
          + " 1.45: the look through the file and the copy to the heap. Looked through code by code"
          + " it is 1.9, and 2.2 where the faster walk recognises nothing."),

  INPUT(
      1.3,
      "A frame's way into a detector's input, shrunk by area, against OpenCV's resize and blob by"
          + " the linear filter that plain programs use, and a face's into a classifier's. Typical is"
          + " 0.8 to 1.1; a loop that the compiler no longer vectorises makes it 1.5 and more."),

  SEARCH(
      0.35,
      "The coarse to fine search of a 640x480 frame with Haar against OpenCV's of every window, which"
          + " was 96 % of a frame. Typical are 0.25 to 0.30, which make a frame with one face take a"
          + " third of the plain program's time."),

  SESSION_RUN(
      1.03,
      "One face that fills its picture and has the network's size, against ONNX Runtime on tensors"
          + " made once; the default model. The pixels' way into the tensor and the probabilities are"
          + " part of it: some 20 us, so that 3 % of the small models' 0.2 and 0.5 ms are out of"
          + " reach, and are held to the overhead instead."),

  BATCH(
      0.7,
      "A face in a batch of 32 against a face alone, on two threads: the batch must be one run, with"
          + " work for both. On one thread, and for cnn, whose convolutions fill two processors with"
          + " one face, ONNX Runtime itself gains 2 to 11 %. Where the runtime alone does not reach"
          + " the limit, because the second processor is taken, the library must stay within"
          + " BATCH_AGAINST_RUNTIME of what the runtime reaches."),

  BATCH_AGAINST_RUNTIME(
      1.25,
      "On an idle machine it is 1.03. The rest is for what two threads that share a processor with"
          + " others do to a single run, which waits for the slower of them."),

  INT8(
      0.6,
      "Session runs of the quantised model against the same network in fp32. A model exported with"
          + " unfused QuantizeLinear pairs computes in fp32 and is no faster at all."),

  INT8_EMULATED(
      1,
      "INT8 on a processor without a dot product of bytes, which has to emulate it: there the"
          + " quantised model must only not be slower."),

  TWO_THREADS(
      1.7,
      "Throughput of two callers of one pipeline against one caller, when the machine gives two"
          + " threads that share nothing twice the throughput of one. Where it gives less, because"
          + " others use it, as many hundredths less are asked for. Less means that callers wait for"
          + " each other."),

  PICTURES(
      1.7,
      "The same for many pictures with the defaults, on two threads of a batch against one. Less"
          + " means that pictures wait for each other."),

  SERVER(
      1.6,
      "The same for eight clients of the web server against one. They take part of both processors"
          + " themselves; less means that requests wait for each other."),

  COLD_START(
      2.6,
      "A process that analyzes one frame with the starter against one in which ONNX Runtime loads"
          + " and runs the same nets, and nothing else. More means that something is loaded,"
          + " searched for or unpacked that a first result does not need.");

  private final double value;
  private final String reason;

  Limit(double value, String reason) {
    this.value = value;
    this.reason = reason;
  }

  double value() {
    return value;
  }

  String reason() {
    return reason;
  }
}
