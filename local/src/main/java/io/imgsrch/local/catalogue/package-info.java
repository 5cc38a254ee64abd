/** Catalogues on disk: CSV files that name products and their pictures. */
@NullMarked
package io.imgsrch.local.catalogue;

import org.jspecify.annotations.NullMarked;
