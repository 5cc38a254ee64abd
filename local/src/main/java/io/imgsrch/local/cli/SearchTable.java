package io.imgsrch.local.cli;

import io.imgsrch.local.client.SearchAnswer;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.stream.Collectors;

/** A search's answer for people. */
final class SearchTable {
  private static final String ROW = "%4s  %6s  %10s  %-20s  %-32s  %14s  %s%n";

  private SearchTable() {}

  static void print(SearchAnswer answer, PrintWriter out) {
    if (answer.hits().isEmpty()) {
      out.println("Nothing was found.");
    } else {
      out.printf(ROW, "rank", "score", "merchant", "product", "title", "price", "category");
    }
    int rank = 0;
    for (var hit : answer.hits()) {
      rank++;
      out.printf(
          Locale.ROOT,
          ROW,
          rank,
          String.format(Locale.ROOT, "%.3f", hit.score()),
          hit.merchantId(),
          line(hit.productId()),
          line(hit.title()),
          price(hit.priceMinor(), hit.currency()),
          line(hit.category()));
    }
    out.printf("%s; %s; trace id %s%n", verified(answer), took(answer), answer.traceId());
  }

  private static String verified(SearchAnswer answer) {
    var checked = answer.verified() ? "verified" : "NOT verified";
    return answer.degradeLevel() == 0
        ? checked
        : checked + ", degrade level " + answer.degradeLevel();
  }

  private static String took(SearchAnswer answer) {
    return answer.tookMs().entrySet().stream()
        .map(stage -> String.format(Locale.ROOT, "%s %.1f ms", stage.getKey(), stage.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** In major units, with as many digits as the currency has. */
  static String price(long minor, String code) {
    return BigDecimal.valueOf(minor, fractionDigits(code)).toPlainString() + " " + code;
  }

  private static int fractionDigits(String code) {
    return Currency.getAvailableCurrencies().stream()
        .filter(currency -> currency.getCurrencyCode().equals(code))
        .mapToInt(Currency::getDefaultFractionDigits)
        .filter(digits -> digits >= 0)
        .findFirst()
        .orElse(2);
  }

  /** On one line, and without what a terminal would obey. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
