package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Image;
import io.github.deepfer.report.Evaluation.Subset;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds evaluated faces that are among the training faces too, cropped or compressed otherwise:
 * FER2013 was split without looking. Keeps 32 bytes of a face, its difference hash.
 */
final class NearDuplicates {
  /**
   * Looked at on FER2013: nearly all pairs up to here are one photograph; of those a few bits
   * further away, half are different people.
   */
  private static final int MAX_BITS = 36;

  private static final int THUMBNAIL = 16;

  /** Whether each cell of a 16x16 thumbnail is darker than the one to its right: 240 bits. */
  private record Hash(long first, long second, long third, long fourth) {
    boolean near(Hash other) {
      int bits = Long.bitCount(first ^ other.first) + Long.bitCount(second ^ other.second);
      return bits <= MAX_BITS
          && bits + Long.bitCount(third ^ other.third) + Long.bitCount(fourth ^ other.fourth)
              <= MAX_BITS;
    }
  }

  private record Evaluated(Hash hash, Hash mirrored, boolean hit) {}

  private final Set<Hash> training = new HashSet<>();
  private final List<Evaluated> evaluated = new ArrayList<>();

  /**
   * @param face grey, its sides multiples of 16
   */
  void addTraining(Image face) {
    training.add(hash(face, false));
  }

  /**
   * @param face as for training
   * @param hit whether its emotion was predicted
   */
  void add(Image face, boolean hit) {
    evaluated.add(new Evaluated(hash(face, false), hash(face, true), hit));
  }

  /** The figures on faces without a near-duplicate; none if there were no training faces. */
  Optional<Subset> figures() {
    if (training.isEmpty()) {
      return Optional.empty();
    }
    List<Hash> known = List.copyOf(training);
    long samples = 0;
    long hits = 0;
    for (Evaluated face : evaluated) {
      if (known.stream().noneMatch(hash -> face.hash.near(hash) || face.mirrored.near(hash))) {
        samples++;
        hits += face.hit ? 1 : 0;
      }
    }
    return Optional.of(new Subset(samples, samples == 0 ? Double.NaN : (double) hits / samples));
  }

  private static Hash hash(Image face, boolean mirrored) {
    long[] bits = new long[4];
    int[] row = new int[THUMBNAIL];
    for (int y = 0; y < THUMBNAIL; y++) {
      for (int x = 0; x < THUMBNAIL; x++) {
        row[mirrored ? THUMBNAIL - 1 - x : x] = cell(face, x, y);
      }
      for (int x = 0; x + 1 < THUMBNAIL; x++) {
        int bit = y * THUMBNAIL + x;
        bits[bit / Long.SIZE] |= row[x] < row[x + 1] ? 1L << bit : 0;
      }
    }
    return new Hash(bits[0], bits[1], bits[2], bits[3]);
  }

  private static int cell(Image face, int x, int y) {
    int width = face.width() / THUMBNAIL;
    int height = face.height() / THUMBNAIL;
    ByteBuffer pixels = face.pixels();
    int sum = 0;
    for (int j = y * height; j < (y + 1) * height; j++) {
      for (int i = x * width; i < (x + 1) * width; i++) {
        sum += pixels.get(j * face.stride() + i) & 0xFF;
      }
    }
    return sum;
  }
}
