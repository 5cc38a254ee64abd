/** The operator of the query job. */
@NullMarked
package io.imgsrch.operators.query.serve;

import org.jspecify.annotations.NullMarked;
