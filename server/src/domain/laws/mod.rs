//! What holds for all inputs, tried on random provinces: the decision's own properties, and that
//! the rating, its trace and a second reading of the document never disagree.

mod agreement;
mod decision;
mod falls;
mod oracle;
mod random;
