package io.github.deepfer.awt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.fixtures.DamagedPictures;
import io.github.deepfer.fixtures.FuzzRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged pictures are pictures within the limits or image errors, in a process of their own since
 * the codecs are native, which write nothing to its stderr. More cases than in every build: {@code
 * -Dfer.fuzz.cases=N} and {@code -Dfer.fuzz.seed=N}.
 */
final class ImageFuzzTest {
  private static final long SEED = Long.getLong("fer.fuzz.seed", 20261124);
  private static final int CASES = Integer.getInteger("fer.fuzz.cases", 10_000);
  private static final long MAX_KIB = 1024 * 1024;

  @TempDir Path folder;

  @Test
  void decodingEndsWellOnAnything() throws Exception {
    FuzzRun run = FuzzRun.of(DamagedPictures.class, SEED, CASES, folder, Map.of());
    assertThat(run.exitCode())
        .as("case %s of seed %s: %s", run.lastCase(), SEED, run.output())
        .isZero();
    assertThat(run.output().lines()).singleElement().asString().startsWith("cases=" + CASES + " ");
    assertThat(run.peakKib()).isLessThan(MAX_KIB);
  }
}
