package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * The stages of a cascade, for windows of {@link #WINDOW} pixels on tables of sums. Each tree has
 * two nodes, and each node compares one Haar-like feature of up to three upright rectangles. To the
 * last bit what OpenCV computes. Immutable.
 */
final class HaarCascade {
  /** Width and height of the window that the features are placed in. */
  static final int WINDOW = 20;

  /**
   * Top left corner, width and height of three rectangles, all as distances in a table; weights.
   */
  private static final int FEATURE = 12;

  private static final int MAX_RECTANGLES = 3;

  /** Of "&lt;_>3 7 14 4 -1.&lt;/_>" the numbers are left. */
  private static final String SPACE_AND_TAGS = " \t\r\n<>_/";

  /** OpenCV takes it off each stage's threshold. */
  private static final float THRESHOLD_EPSILON = 1e-5f;

  /** Per stage. */
  private final int[] treeEnds;

  private final float[] stageThresholds;

  /** Two per tree. */
  private final int[][] features;

  private final float[] nodeThresholds;

  /** Per tree: 0 if the second node is for values below the first one's threshold, otherwise -1. */
  private final int[] turns;

  /**
   * Three per tree: the first node's, and the second one's for values below its threshold or not.
   */
  private final float[] leaves;

  private HaarCascade(String xml) {
    require(texts(xml, "height").get(0), WINDOW);
    require(texts(xml, "width").get(0), WINDOW);
    String stages = texts(xml, "stages").get(0);
    List<String> counts = texts(stages, "maxWeakCount");
    List<String> limits = texts(stages, "stageThreshold");
    treeEnds = new int[counts.size()];
    stageThresholds = new float[counts.size()];
    int trees = 0;
    for (int i = 0; i < counts.size(); i++) {
      trees += Integer.parseInt(counts.get(i).strip());
      treeEnds[i] = trees;
      stageThresholds[i] = Float.parseFloat(limits.get(i)) - THRESHOLD_EPSILON;
    }
    List<int[]> rectangles = texts(xml, "rects").stream().map(HaarCascade::readRectangles).toList();
    List<String> nodes = texts(stages, "internalNodes");
    List<String> values = texts(stages, "leafValues");
    features = new int[2 * trees][];
    nodeThresholds = new float[2 * trees];
    turns = new int[trees];
    leaves = new float[3 * trees];
    for (int tree = 0; tree < trees; tree++) {
      readTree(tree, new StringTokenizer(nodes.get(tree)), rectangles);
      StringTokenizer leaf = new StringTokenizer(values.get(tree));
      for (int i = 0; i < 3; i++) {
        leaves[3 * tree + i] = Float.parseFloat(leaf.nextToken());
      }
    }
  }

  /**
   * Reads a cascade.
   *
   * @throws ModelException if it is damaged, or of another form than the shipped one
   */
  static HaarCascade of(CascadeModel model) {
    try {
      return new HaarCascade(model.xml());
    } catch (RuntimeException e) {
      throw new ModelException(
          "cascade "
              + model.info().id()
              + " is not one of windows of 20 pixels and trees of two nodes over upright features: "
              + e.getMessage()
              + "; HaarFaceDetector.builder().exhaustive(true) leaves it to OpenCV",
          e);
    }
  }

  /** A node is (left, right, feature, threshold); 1 is the second node, 0, -1 and -2 are leaves. */
  private void readTree(int tree, StringTokenizer nodes, List<int[]> rectangles) {
    String left = nodes.nextToken();
    turns[tree] = left.equals("1") ? 0 : -1;
    require(left, turns[tree] + 1);
    require(nodes.nextToken(), -turns[tree]);
    readNode(2 * tree, nodes, rectangles);
    require(nodes.nextToken(), -1);
    require(nodes.nextToken(), -2);
    readNode(2 * tree + 1, nodes, rectangles);
  }

  private void readNode(int node, StringTokenizer numbers, List<int[]> rectangles) {
    features[node] = rectangles.get(Integer.parseInt(numbers.nextToken()));
    nodeThresholds[node] = Float.parseFloat(numbers.nextToken());
  }

  /** Left, top, width, height and weight of each. */
  private static int[] readRectangles(String text) {
    int[] result = new int[5 * MAX_RECTANGLES];
    StringTokenizer numbers = new StringTokenizer(text, SPACE_AND_TAGS);
    for (int i = 0; numbers.hasMoreTokens(); i++) {
      result[i] = (int) Float.parseFloat(numbers.nextToken());
    }
    return result;
  }

  private static void require(String actual, int expected) {
    if (Integer.parseInt(actual.strip()) != expected) {
      throw new IllegalArgumentException(actual.strip() + " where " + expected + " belongs");
    }
  }

  /**
   * What is in each element of that name; the file is OpenCV's own, and has no attributes there.
   */
  private static List<String> texts(String xml, String name) {
    String open = "<" + name + ">";
    String close = "</" + name + ">";
    List<String> texts = new ArrayList<>();
    for (int at = xml.indexOf(open); at >= 0; at = xml.indexOf(open, at)) {
      int end = xml.indexOf(close, at);
      texts.add(xml.substring(at + open.length(), end));
      at = end;
    }
    return texts;
  }

  /** Lays the cascade out for tables of sums whose rows are that far apart. */
  Placed place(int stride) {
    return new Placed(stride);
  }

  /** The sum of the pixels of a rectangle. */
  static int sum(int[] sums, int corner, int width, int down) {
    return sums[corner] - sums[corner + width] - sums[corner + down] + sums[corner + down + width];
  }

  /** The cascade for tables of sums of one stride. Immutable. */
  final class Placed {
    final int stride;
    private final int[] rectangles = new int[features.length * FEATURE];

    private Placed(int stride) {
      this.stride = stride;
      for (int i = 0; i < features.length; i++) {
        for (int k = 0; k < MAX_RECTANGLES; k++) {
          int from = 5 * k;
          int to = i * FEATURE + 3 * k;
          rectangles[to] = features[i][from + 1] * stride + features[i][from];
          rectangles[to + 1] = features[i][from + 2];
          rectangles[to + 2] = features[i][from + 3] * stride;
          rectangles[i * FEATURE + 9 + k] = features[i][from + 4];
        }
      }
    }

    int stages() {
      return treeEnds.length;
    }

    /**
     * How many stages a window passes, all or up to the first that it does not pass.
     *
     * @param sums element (x, y) is the sum of all pixels left of x and above y
     * @param at the window's top left corner in the sums
     * @param norm one by the window's contrast
     */
    int passed(int[] sums, int at, float norm) {
      int[] placed = rectangles;
      int tree = 0;
      for (int stage = 0; stage < treeEnds.length; stage++) {
        double sum = 0;
        for (; tree < treeEnds[stage]; tree++) {
          // Both nodes, and bits instead of branches: no processor guesses which way a tree goes.
          int node = 2 * tree;
          float first = feature(sums, at, placed, node * FEATURE) * norm - nodeThresholds[node];
          float second =
              feature(sums, at, placed, (node + 1) * FEATURE) * norm - nodeThresholds[node + 1];
          int toSecond = (Float.floatToRawIntBits(first) ^ turns[tree]) >> 31;
          int leaf = 2 + (Float.floatToRawIntBits(second) >> 31);
          sum += leaves[3 * tree + (toSecond & leaf)];
        }
        if (sum < stageThresholds[stage]) {
          return stage;
        }
      }
      return treeEnds.length;
    }

    private static int feature(int[] sums, int at, int[] r, int i) {
      int value =
          r[i + 9] * sum(sums, at + r[i], r[i + 1], r[i + 2])
              + r[i + 10] * sum(sums, at + r[i + 3], r[i + 4], r[i + 5]);
      int weight = r[i + 11];
      return weight == 0 ? value : value + weight * sum(sums, at + r[i + 6], r[i + 7], r[i + 8]);
    }
  }
}
