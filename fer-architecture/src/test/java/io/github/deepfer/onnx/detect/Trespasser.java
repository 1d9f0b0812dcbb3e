package io.github.deepfer.onnx.detect;

import io.github.deepfer.opencv.mat.Mats;
import java.util.ServiceLoader;
import java.util.concurrent.ForkJoinPool;

/** Does all that must not be done, to show that the rules see it. */
public final class Trespasser {
  private Trespasser() {}

  static void trespass() throws Exception {
    System.out.println(Mats.class.getName());
    System.setProperty("a", "b");
    System.exit(ServiceLoader.load(Trespasser.class).hashCode());
    ForkJoinPool.commonPool().submit(() -> {}).get();
  }
}
