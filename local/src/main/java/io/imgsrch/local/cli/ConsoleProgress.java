package io.imgsrch.local.cli;

import io.imgsrch.local.client.LoadListener;
import java.io.PrintWriter;

/** Shows progress: a line that moves on a terminal, a line per tenth elsewhere. */
final class ConsoleProgress implements LoadListener {
  private static final int STEPS = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private String lastWhat = "";
  private int last;

  ConsoleProgress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // holds on JDK 17, which the build and launcher demand
  static ConsoleProgress on(PrintWriter out) {
    return new ConsoleProgress(out, System.console() != null);
  }

  @Override
  public void acknowledged(int products, int all) {
    show("loaded", products, all);
  }

  @Override
  public void searchable(int products, int all) {
    show("searchable", products, all);
  }

  /** Callers are many, so an older number may come later: it is not shown. */
  private synchronized void show(String what, int products, int all) {
    if (!what.equals(lastWhat)) {
      lastWhat = what;
      last = 0;
    }
    if (products <= last) {
      return;
    }
    boolean step = (long) products * STEPS / all > (long) last * STEPS / all;
    if (terminal) {
      out.printf("\r%s %,d of %,d products", what, products, all);
      if (products == all) {
        out.println();
      }
      last = products;
    } else if (step) {
      out.printf("%s %,d of %,d products%n", what, products, all);
      last = products;
    }
    out.flush();
  }
}
