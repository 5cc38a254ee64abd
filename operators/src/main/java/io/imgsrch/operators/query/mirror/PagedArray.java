package io.imgsrch.operators.query.mirror;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A growing array that never changes: an editor makes the next one, which shares every page that
 * stayed the same. An element that was never set is null.
 */
final class PagedArray<T> {
  private static final int BITS = 10;
  private static final int PAGE = 1 << BITS;

  private final @Nullable Object[][] pages;
  private final int length;

  private PagedArray(@Nullable Object[][] pages, int length) {
    this.pages = pages;
    this.length = length;
  }

  static <T> PagedArray<T> empty() {
    return new PagedArray<>(new Object[0][], 0);
  }

  /** One more than the highest index that was ever set. */
  int length() {
    return length;
  }

  @SuppressWarnings("unchecked") // only an editor of T puts elements in
  @Nullable T get(int index) {
    return (T) element(pages, index);
  }

  private static @Nullable Object element(@Nullable Object[][] pages, int index) {
    int page = index >>> BITS;
    return page < pages.length ? pages[page][index & (PAGE - 1)] : null;
  }

  /** Changes an array, for one thread. */
  static final class Editor<T> {
    private @Nullable Object[][] pages = new Object[0][];
    private boolean ownsPages = true;
    private final BitSet owned = new BitSet();
    private int length;

    @SuppressWarnings("unchecked") // only set() puts elements in
    @Nullable T get(int index) {
      return (T) element(pages, index);
    }

    /** Costs a copy of a page, 4 KiB, for the first change of it since the last freeze. */
    void set(int index, @Nullable T element) {
      int page = index >>> BITS;
      if (page >= pages.length) {
        grow(page + 1);
      } else if (!owned.get(page)) {
        own();
        pages[page] = pages[page].clone();
        owned.set(page);
      }
      pages[page][index & (PAGE - 1)] = element;
      length = Math.max(length, index + 1);
    }

    private void grow(int count) {
      int from = pages.length;
      pages = Arrays.copyOf(pages, count);
      ownsPages = true;
      for (int page = from; page < count; page++) {
        pages[page] = new Object[PAGE];
        owned.set(page);
      }
    }

    private void own() {
      if (!ownsPages) {
        pages = pages.clone();
        ownsPages = true;
      }
    }

    /** The array as it is now. */
    PagedArray<T> freeze() {
      owned.clear();
      ownsPages = false;
      return new PagedArray<>(pages, length);
    }
  }
}
