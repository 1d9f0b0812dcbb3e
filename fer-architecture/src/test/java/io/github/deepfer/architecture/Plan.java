package io.github.deepfer.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms, each a package, and which others each may use. */
final class Plan {
  static final String ROOT = "io.github.deepfer.";

  /** What a room may use stands behind it; {@code x..} are all packages below x. */
  private static final String ROOMS =
      """
      api                       > api.spi api.support api.internal api.internal.image
      api.spi                   > api
      api.support               > api api.internal.work
      api.video                 > api api.internal.work
      api.batch                 > api api.internal.image api.internal.work
      api.internal              > api api.spi
      api.internal.work         > api
      api.internal.image        > api api.spi api.internal api.internal.image.file api.internal.image.jpeg api.internal.image.raster api.internal.image.webp
      api.internal.image.file   > api api.spi
      api.internal.image.jpeg   > api api.spi api.internal api.internal.image.file
      api.internal.image.raster > api api.spi api.internal.image.file
      api.internal.image.vp8    > api.internal.image.file
      api.internal.image.webp   > api api.spi api.internal.image.file api.internal.image.vp8
      onnx.file                 > api api.support
      onnx.runtime              > api api.spi api.support
      onnx.tensor               > api
      onnx.classify             > api api.spi api.support onnx.file onnx.runtime onnx.tensor
      onnx.detect               > api api.spi api.support onnx.file onnx.runtime onnx.tensor
      opencv.core               > api api.support
      opencv.mat                > api opencv.core
      opencv.haar               > api api.spi api.support opencv.core opencv.mat
      opencv.io                 > api api.spi api.support api.video opencv.core opencv.mat
      opencv.draw               > api api.support api.video opencv.mat
      awt                       > api api.spi
      ffmpeg                    > api api.support api.video
      store                     > api api.spi api.support
      models..                  > api api.spi
      testkit                   > api api.spi
      report                    > api api.video
      report.chart              > api api.support report
      report.json               > api api.video report
      report.table              > api api.video report report.json
      sample                    > api
      spark                     > api api.batch api.video ffmpeg report.table
      web                       > api api.support api.video report.json web.video
      web.video                 > api api.video report report.json
      cli                       > cli.analyze cli.doctor cli.evaluate cli.models cli.sample cli.serve cli.summarize cli.video cli.webcam cli.support
      cli.support               > api ffmpeg report report.chart report.json
      cli.analyze               > cli.support api api.batch opencv.draw opencv.io report report.json report.table
      cli.doctor                > cli.support api report report.chart report.json
      cli.evaluate              > cli.support api report report.chart report.json
      cli.models                > cli.support api store report.json
      cli.sample                > cli.support api ffmpeg sample
      cli.serve                 > cli.support api ffmpeg web
      cli.summarize             > cli.support api report report.chart report.json report.table
      cli.video                 > cli.support api api.support api.video ffmpeg opencv.draw report report.chart report.json report.table
      cli.webcam                > cli.support api api.video ffmpeg opencv.draw opencv.io report report.table
      """;

  /** Open to users, of an artifact that cannot be a module, since what it depends on is none. */
  static final Set<String> NO_MODULE = Set.of("spark");

  private final Map<String, Set<String>> rooms = new LinkedHashMap<>();

  Plan() {
    for (String line : ROOMS.lines().toList()) {
      String[] sides = line.split(" +> +");
      rooms.put(sides[0], Set.of(sides[1].split(" +")));
    }
  }

  /** Whether a package, without the root, is on the plan. */
  boolean has(String name) {
    return rooms.keySet().stream()
        .anyMatch(
            room ->
                room.endsWith("..")
                    ? name.startsWith(room.substring(0, room.length() - 1))
                    : name.equals(room));
  }

  /** That no room uses another one than it may. */
  LayeredArchitecture rule() {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : rooms.keySet()) {
      rule = rule.layer(room).definedBy(ROOT + room);
    }
    for (Map.Entry<String, Set<String>> room : rooms.entrySet()) {
      rule =
          rule.whereLayer(room.getKey())
              .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    return rule;
  }

  /**
   * The rooms of a circle, if there is one. The arrows of {@code api} to what is behind it do not
   * count: a factory method asks providers, which know the types that it gives.
   */
  List<String> circle() {
    for (String room : rooms.keySet()) {
      List<String> way = wayBack(room, room, new HashSet<>());
      if (!way.isEmpty()) {
        return way;
      }
    }
    return List.of();
  }

  private List<String> wayBack(String from, String to, Set<String> seen) {
    if (from.equals("api")) {
      return List.of();
    }
    for (String next : rooms.get(from)) {
      if (next.equals(to)) {
        return List.of(from);
      }
      if (seen.add(next)) {
        List<String> way = wayBack(next, to, seen);
        if (!way.isEmpty()) {
          List<String> longer = new ArrayList<>(List.of(from));
          longer.addAll(way);
          return longer;
        }
      }
    }
    return List.of();
  }
}
