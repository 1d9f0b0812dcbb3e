package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.sample.SampleVideo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Films of the test kit's sample film, in any container. */
final class Films {
  private static final int SOUND_RATE = 8000;
  private static final int FRAME_MILLIS = 1000 / SampleVideo.FRAME_RATE;

  private Films() {}

  static Path mp4(Path file, SampleVideo film, int frames) {
    try (VideoWriter writer =
        VideoWriter.open(file, film.width(), film.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < frames; i++) {
        Duration time = Duration.ofMillis((long) FRAME_MILLIS * i);
        writer.write(film.frameAt(time), time);
      }
    }
    return file;
  }

  /** Uncompressed, which no codec of ours writes. */
  static Path y4m(Path file, SampleVideo film, int frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    film.writeY4m(out, Duration.ofMillis((long) FRAME_MILLIS * frames));
    return Files.write(file, out.toByteArray());
  }

  /** Moves a film's packets into another container, by FFmpeg's name for it. */
  static Path remux(Path from, Path to, String container) {
    return remux(from, to, container, Duration.ZERO, false);
  }

  /** Moves a film's packets to a later time, and lets silence begin at once. */
  static Path afterSilence(Path from, Path to, String container, Duration delay) {
    return remux(from, to, container, delay, true);
  }

  /** Moves a film's packets to a later time. */
  static Path later(Path from, Path to, String container, Duration delay) {
    return remux(from, to, container, delay, false);
  }

  private static Path remux(Path from, Path to, String container, Duration delay, boolean silence) {
    AVFormatContext in = new AVFormatContext(null);
    AVFormatContext out = new AVFormatContext(null);
    ok(avformat.avformat_open_input(in, from.toString(), (AVInputFormat) null, null));
    ok(avformat.avformat_find_stream_info(in, (AVDictionary) null));
    ok(
        avformat.avformat_alloc_output_context2(
            out, (AVOutputFormat) null, container, to.toString()));
    AVStream source = in.streams(0);
    AVStream target = avformat.avformat_new_stream(out, null);
    ok(avcodec.avcodec_parameters_copy(target.codecpar(), source.codecpar()));
    target.codecpar().codec_tag(0);
    target.avg_frame_rate(source.avg_frame_rate());
    if (silence) {
      AVStream sound = avformat.avformat_new_stream(out, null);
      sound.codecpar().codec_type(avutil.AVMEDIA_TYPE_AUDIO);
      sound.codecpar().codec_id(avcodec.AV_CODEC_ID_PCM_S16LE);
      sound.codecpar().sample_rate(SOUND_RATE).format(avutil.AV_SAMPLE_FMT_S16);
      sound.codecpar().bits_per_coded_sample(16).block_align(2).bit_rate(16 * SOUND_RATE);
      avutil.av_channel_layout_default(sound.codecpar().ch_layout(), 1);
    }
    AVIOContext io = new AVIOContext(null);
    ok(avformat.avio_open(io, to.toString(), avformat.AVIO_FLAG_WRITE));
    out.pb(io);
    ok(avformat.avformat_write_header(out, (AVDictionary) null));
    AVPacket packet = avcodec.av_packet_alloc();
    for (int second = 0; silence && second < delay.toSeconds(); second++) {
      AVStream sound = out.streams(1);
      ok(avcodec.av_new_packet(packet, 2 * SOUND_RATE));
      packet.data().position(0).limit(2L * SOUND_RATE).zero();
      packet.stream_index(1);
      packet.pts((long) second * SOUND_RATE).dts(packet.pts()).duration(SOUND_RATE);
      avcodec.av_packet_rescale_ts(packet, avutil.av_make_q(1, SOUND_RATE), sound.time_base());
      ok(avformat.av_interleaved_write_frame(out, packet));
    }
    long shift = delay.toMillis() * target.time_base().den() / target.time_base().num() / 1000;
    while (avformat.av_read_frame(in, packet) >= 0) {
      avcodec.av_packet_rescale_ts(packet, source.time_base(), target.time_base());
      packet.pts(packet.pts() + shift).dts(packet.dts() + shift);
      packet.pos(-1);
      ok(avformat.av_interleaved_write_frame(out, packet));
    }
    ok(avformat.av_write_trailer(out));
    avcodec.av_packet_free(packet);
    avformat.avio_closep(io);
    avformat.avformat_free_context(out);
    avformat.avformat_close_input(in);
    return to;
  }

  /** A copy of one of the small videos beside this class. */
  static Path resource(String name, Path folder) throws IOException {
    try (InputStream in = Films.class.getResourceAsStream(name)) {
      Path file = folder.resolve(name);
      Files.copy(in, file);
      return file;
    }
  }

  static void ok(int code) {
    assertThat(code).as(FFmpeg.message(code)).isGreaterThanOrEqualTo(0);
  }

  static List<Frame> readAll(VideoReader reader) {
    List<Frame> frames = new ArrayList<>();
    for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
      frames.add(frame);
    }
    return frames;
  }

  static Image only(Path file) {
    try (VideoReader reader = VideoReader.open(file)) {
      List<Frame> frames = readAll(reader);
      assertThat(frames).hasSize(1);
      return frames.get(0).image();
    }
  }
}
