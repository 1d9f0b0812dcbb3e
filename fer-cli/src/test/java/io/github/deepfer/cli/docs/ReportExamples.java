package io.github.deepfer.cli.docs;

import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.chart.TimelineChart;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.TimelineJson;
import io.github.deepfer.report.table.TrackTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The code of docs/report.md: what stands between the marks stands there. */
final class ReportExamples {
  private ReportExamples() {}

  static String answer(Pipeline pipeline, byte[] upload) {
    // example answer
    String json = AnalysisJson.text(pipeline.analyze(Image.decode(upload)));
    // end
    return json;
  }

  static void video(Path file, Path folder) throws IOException {
    // example video
    Timeline timeline = new Timeline();
    try (Pipeline pipeline = Pipeline.create();
        VideoReader video = VideoReader.open(file);
        TrackTable table = TrackTable.csv(folder.resolve("faces.csv"))) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
      for (Frame frame = video.next(); frame != null; frame = video.next()) {
        TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
        table.add(frame.index(), found);
        timeline.add(found);
      }
    }
    try (Writer out = Files.newBufferedWriter(folder.resolve("summary.json"))) {
      JsonWriter.write(out, json -> TimelineJson.write(json, timeline));
    }
    Files.write(folder.resolve("timeline.png"), TimelineChart.png(timeline, "video.mp4"));
    // end
  }

  static Pipeline demanding() {
    // example quality
    Pipeline pipeline = Pipeline.builder().minQuality(FaceQuality.Limits.DEFAULT).build();
    // end
    return pipeline;
  }
}
