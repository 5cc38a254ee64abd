/**
 * One number for a row, one for a block of rows: equal wherever the same rows are, whatever keeps
 * them. PostgreSQL computes the same from its own rows.
 */
@NullMarked
package io.imgsrch.config.digest;

import org.jspecify.annotations.NullMarked;
