package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Failures;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/** Reads a search that is a multipart form. */
final class FormSearch {
  private static final int MAX_PARTS = 1_100;
  private static final int MAX_PART_HEADERS = 4_096;

  private final SearchFields fields;
  private final List<Long> merchantIds = new ArrayList<>();

  private FormSearch(SearchFields fields) {
    this.fields = fields;
  }

  static SearchRequest read(byte[] body, String contentType, int maxPictureBytes) {
    var boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null) {
      throw new QueryException(ErrorCode.NOT_MULTIPART, "the content type names no boundary");
    }
    var parser = new MultiPartFormData.Parser(boundary);
    parser.setMaxLength(body.length);
    parser.setMaxFileSize(body.length);
    parser.setMaxMemoryFileSize(body.length);
    parser.setMaxParts(MAX_PARTS);
    parser.setPartHeadersMaxLength(MAX_PART_HEADERS);
    // The body is in memory, so that the parser is done when it returns.
    var parsed = new CompletableFuture<MultiPartFormData.Parts>();
    parser.parse(Content.Source.from(ByteBuffer.wrap(body)), Promise.Invocable.toPromise(parsed));
    try (var parts = parsed.join()) {
      return new FormSearch(new SearchFields(maxPictureBytes)).read(parts);
    } catch (CompletionException e) {
      throw new QueryException(
          ErrorCode.NOT_MULTIPART, String.valueOf(Failures.unwrapped(e).getMessage()), e);
    } catch (IOException e) {
      throw new QueryException(ErrorCode.NOT_MULTIPART, String.valueOf(e.getMessage()), e);
    }
  }

  private SearchRequest read(MultiPartFormData.Parts parts) throws IOException {
    for (var part : parts) {
      var name = part.getName();
      if (name == null) {
        throw new QueryException(ErrorCode.NOT_MULTIPART, "a part has no name");
      }
      if (name.equals("image")) {
        fields.photo(name, bytes(part));
      } else {
        read(name, part.getContentAsString(StandardCharsets.UTF_8));
      }
    }
    if (!merchantIds.isEmpty()) {
      fields.merchantIds(merchantIds);
    }
    return fields.request("it as a file, or JSON");
  }

  private void read(String field, String text) {
    switch (field) {
      case "merchant_ids" -> {
        for (var id : text.split(",", -1)) {
          merchantIds.add(integer(field, id));
        }
      }
      case "min_position" -> {
        for (var position : text.split(",", -1)) {
          minPosition(field, position.strip().split(":", -1));
        }
      }
      case "category" -> fields.category(text);
      case "top_k" -> fields.topK(integer(field, text));
      case "min_score" -> fields.minScore(number(field, text));
      case "explain" -> fields.explain(bool(field, text));
      default -> throw SearchFields.unknown(field);
    }
  }

  private void minPosition(String field, String[] parts) {
    if (parts.length != 3) {
      throw SearchFields.wrongType(field, "made of topic:partition:offset");
    }
    fields.minPosition(field, parts[0], integer(field, parts[1]), integer(field, parts[2]));
  }

  private static byte[] bytes(MultiPart.Part part) throws IOException {
    var buffer = Content.Source.asByteBuffer(part.getContentSource());
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static long integer(String field, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw SearchFields.wrongType(field, "made of integers");
    }
  }

  private static boolean bool(String field, String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw SearchFields.wrongType(field, "true or false");
    };
  }

  private static double number(String field, String text) {
    if (!text.strip().toLowerCase(Locale.ROOT).matches("[-+]?[0-9.]+(e[-+]?[0-9]+)?")) {
      throw SearchFields.wrongType(field, "a number");
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw SearchFields.wrongType(field, "a number");
    }
  }
}
