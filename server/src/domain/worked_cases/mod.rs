//! Every worked case of the decision's document, in its table and in its prose, with the criteria
//! that fire. A change that breaks one of these changes what the product says about a commune.

mod above;
mod borders;
mod clusters;
mod commune;
mod flags;
mod missing;
mod timelines;
mod traces;
