package io.github.deepfer.opencv.haar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.opencv.core.OpenCv;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against OpenCV's own grouping. */
final class HitGroupsTest {
  @BeforeAll
  static void load() {
    OpenCv.loadCascades();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 10})
  void groupsAsOpenCvDoes(int minNeighbors) {
    Random random = new Random(minNeighbors);
    HitGroups groups = new HitGroups();
    int faces = 0;
    int others = 0;
    for (int round = 0; round < 300; round++) {
      List<FaceGroup> hits = hits(random);
      List<FaceGroup> expected = byOpenCv(hits, minNeighbors);
      groups.clear();
      hits.forEach(hit -> groups.add(hit.x(), hit.y(), hit.width()));
      assertThat(groups.faces(minNeighbors)).isEqualTo(expected);
      faces += expected.size();
      others += hits.size() - expected.size();
    }
    assertThat(faces).isGreaterThan(100);
    assertThat(others > 100).isEqualTo(minNeighbors > 0);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(new HitGroups().faces(5)).isEmpty();
    assertThat(new HitGroups().faces(0)).isEmpty();
  }

  /** Around some places, some within others, of sizes as the search has them. */
  private static List<FaceGroup> hits(Random random) {
    List<FaceGroup> hits = new ArrayList<>();
    int places = random.nextInt(6);
    for (int place = 0; place < places; place++) {
      int x = random.nextInt(200);
      int y = random.nextInt(200);
      int side = 20 + random.nextInt(150);
      int count = random.nextInt(25);
      for (int i = 0; i < count; i++) {
        int spread = Math.max(1, side / 8);
        int left = x + random.nextInt(spread);
        int top = y + random.nextInt(spread);
        int width = side + random.nextInt(spread);
        hits.add(new FaceGroup(left, top, width, width, 1));
      }
    }
    return hits;
  }

  private static List<FaceGroup> byOpenCv(List<FaceGroup> hits, int minNeighbors) {
    try (RectVector rects = new RectVector();
        IntPointer neighbors = new IntPointer()) {
      rects.resize(hits.size());
      for (int i = 0; i < hits.size(); i++) {
        FaceGroup hit = hits.get(i);
        try (Rect rect = new Rect(hit.x(), hit.y(), hit.width(), hit.height())) {
          rects.put(i, rect);
        }
      }
      opencv_objdetect.groupRectangles(rects, neighbors, minNeighbors, 0.2);
      List<FaceGroup> faces = new ArrayList<>();
      for (int i = 0; i < rects.size(); i++) {
        try (Rect rect = rects.get(i)) {
          faces.add(
              new FaceGroup(rect.x(), rect.y(), rect.width(), rect.height(), neighbors.get(i)));
        }
      }
      return faces;
    }
  }
}
