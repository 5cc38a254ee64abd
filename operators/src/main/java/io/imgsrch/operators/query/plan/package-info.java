/** Which way a search takes to its candidates, by what each way costs. */
@NullMarked
package io.imgsrch.operators.query.plan;

import org.jspecify.annotations.NullMarked;
