package io.github.deepfer.web;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.report.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Why a request was not answered, as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param title what kind of problem this is, the same for all of its kind
 * @param detail a sentence for the person who asked: what is wrong and what to do
 */
record Problem(int status, String title, String detail) {
  static Problem noPicture() {
    return new Problem(400, "No picture", "The request holds no picture; send at least one file.");
  }

  static Problem malformed(String detail) {
    return new Problem(400, "Malformed request", detail);
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail);
  }

  static Problem notFound(String path) {
    return new Problem(404, "Not found", "There is nothing at " + path + ".");
  }

  static Problem methodNotAllowed(String method, String allowed) {
    return new Problem(
        405, "Method not allowed", method + " is not allowed here; use " + allowed + ".");
  }

  /** What the HTTP implementation refuses by itself, for example a header that is too long. */
  static Problem notUnderstood(int status, String reason) {
    return status == 400
        ? malformed("The request is not valid HTTP: " + reason + ".")
        : new Problem(status, reason, "The server cannot handle such a request: " + reason + ".");
  }

  static Problem tooSlow(long seconds) {
    return new Problem(
        408, "Too slow", "The request was not complete after " + seconds + " s; send it again.");
  }

  static Problem tooLarge(long limit) {
    return new Problem(
        413,
        "Too large",
        "The request is larger than "
            + (limit >> 10)
            + " KiB, the limit of this server; send a smaller picture.");
  }

  static Problem unsupportedType(String type) {
    return new Problem(
        415,
        "Unsupported type",
        type + " is not supported; send multipart/form-data, image/* or application/octet-stream.");
  }

  static Problem noVideo() {
    return new Problem(400, "No video", "The request holds no video; send a file as its body.");
  }

  static Problem videoTooLarge(long limit) {
    return new Problem(
        413,
        "Too large",
        "The video is larger than "
            + (limit >> 10)
            + " KiB, the limit of this server; send a smaller one, or a part.");
  }

  static Problem unsupportedVideoType(String type) {
    return new Problem(
        415,
        "Unsupported type",
        type + " is not supported; send the file itself as video/* or application/octet-stream.");
  }

  static Problem noSuchVideo() {
    return new Problem(
        404,
        "No such video",
        "There is no such video, or it was forgotten since nobody asked about it; send it again.");
  }

  static Problem tooManyVideos() {
    return new Problem(
        503,
        "Too many videos",
        "The server has as many videos as it takes, in all or of you; try again later.");
  }

  static Problem noRoom() {
    return new Problem(
        507, "No room", "The disk of the server has no room for the video; try again later.");
  }

  static Problem stopping() {
    return new Problem(503, "Stopping", "The server is being stopped; try again later.");
  }

  /** The library's advice on its limits is for programmers; a visitor can only send less. */
  static Problem of(ImageException e, Limits limits) {
    return e instanceof ImageTooLargeException
        ? new Problem(
            422,
            "Too many pixels",
            "The picture has more than "
                + limits.maxPixels()
                + " pixels, the limit of this server; send a smaller one.")
        : new Problem(
            422,
            "Not a readable picture",
            "The " + String.valueOf(e.getMessage()).replaceFirst("^picture ", "file ") + ".");
  }

  static Problem doesNotFit() {
    return new Problem(
        422,
        "Too many pixels",
        "The picture does not fit into the memory of this server; send a smaller one.");
  }

  static Problem overloaded() {
    return new Problem(
        503, "Overloaded", "The server is busy with other pictures; try again in a second.");
  }

  static Problem tookTooLong(long seconds) {
    return new Problem(
        503,
        "Took too long",
        "The analysis was not done after " + seconds + " s; try again later.");
  }

  static Problem internal() {
    return new Problem(500, "Internal error", "Something failed on the server; its log tells why.");
  }

  byte[] json() {
    return JsonWriter.text(
            json -> {
              String kind = title.toLowerCase(Locale.ROOT).replace(' ', '-');
              json.field("type", "tag:deepfer.github.io,2026:" + kind);
              json.field("title", title);
              json.field("status", status);
              json.field("detail", detail);
            })
        .getBytes(StandardCharsets.UTF_8);
  }
}
