//! What sources call their properties, folded: GADM (`NAME_3`), geoBoundaries (`shapeName`), OCHA
//! (`ADM3_VI`), OpenStreetMap (`name:vi`, `is_in`), Vietnamese portals (`TEN_XA`, `maXa`).

/// Names of the commune.
pub(super) const COMMUNE: &str = "\
    name3 varname3 nlname3 shapename adm3vi adm3en adm3name adm3altvi tenxa xa tenphuong phuong xaphuong \
    phuongxa tenxaphuong tenphuongxa tenpx tenxp xathitran phuongxathitran tencapxa capxa commune \
    communename ward wardname";
/// Names of whatever the feature is.
pub(super) const ANY: &str = "\
    name namevi officialname officialnamevi altname altnamevi intname nameen ten tendv tendonvi tendvhc \
    tendonvihanhchinh displayname fullname label title";
/// Names of the district.
pub(super) const DISTRICT: &str = "\
    name2 varname2 nlname2 adm2vi adm2en adm2name adm2altvi addrdistrict addrcounty isindistrict \
    tenhuyen huyen tenquan quanhuyen tenquanhuyen tenqh huyenthixa tencaphuyen caphuyen district \
    districtname county";
/// Names of the province.
pub(super) const PROVINCE: &str = "\
    name1 varname1 nlname1 adm1vi adm1en adm1name adm1altvi addrprovince addrstate isinprovince \
    isinstate tentinh tinh tinhthanh tentinhthanh tinhthanhpho tentinhtp tentt tencaptinh captinh \
    province provincename state";
/// Codes of the commune.
pub(super) const COMMUNE_CODE: &str = "\
    cc3 adm3pcode maxa maphuong maphuongxa maxaphuong mapx maxp macapxa xaid communecode communeid \
    wardcode wardid";
/// Codes of whatever the feature is.
pub(super) const ANY_CODE: &str = "code ma madvhc madonvi madv ref refgso gsoref gsocode gso";
/// Codes of the district.
pub(super) const DISTRICT_CODE: &str =
    "cc2 adm2pcode mahuyen maquan maquanhuyen maqh macaphuyen huyenid districtcode districtid";
/// Codes of the province.
pub(super) const PROVINCE_CODE: &str = "cc1 adm1pcode matinh matinhthanh matt macaptinh tinhid provincecode provinceid";
/// Words for the kind, as `TYPE_3` of GADM and `name:prefix` of OpenStreetMap.
pub(super) const KIND: &str = "type3 engtype3 nameprefix kind loai loaixa loaihinh loaidvhc phanloai cap capdvhc";
/// What the feature lies in, of any tier, with commas between.
pub(super) const CONTEXT: &str = "isin address diachi";
