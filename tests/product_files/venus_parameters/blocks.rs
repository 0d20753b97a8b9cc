//! Data blocks of the two kinds that are carried as they are.

use std::path::Path;

use viq::product_files::venus_parameters::CarriedBlock;

fn uncertainty(name: &str, axes: &[&str]) -> String {
    let axis = |axis: &&str| {
        format!(
            "<{axis}><Polynom_Degree>1</Polynom_Degree><Polynom_Coef_Values>1e-05 2.5</Polynom_Coef_Values></{axis}>"
        )
    };
    format!("<{name}>{}</{name}>", axes.iter().map(axis).collect::<String>())
}

/// A data block of `GIP_PARREF`.
pub(super) fn refined_parameters() -> CarriedBlock {
    let all = ["X", "Y", "Z"];
    let names = ["EIF", "EIM_T2", "EIM_T3", "EIM_T4"];
    let each = |name: &&str| {
        uncertainty(&format!("{name}_Rotation"), &all) + &uncertainty(&format!("{name}_Homothety"), &["Z"])
    };
    let defaults = uncertainty("Satellite_Position", &all) + &names.iter().map(each).collect::<String>();
    let text = format!(
        r#"<Data_Block>
<List_of_Refining_Configurations count="1">
<Refining_Configuration sn="1">
<Key><STR_Configuration_List>0 1 3</STR_Configuration_List><PFOM_Range unit="m">0 INF</PFOM_Range></Key>
<Uncertainties>{}</Uncertainties>
</Refining_Configuration>
</List_of_Refining_Configurations>
<Default_Uncertainties>{defaults}</Default_Uncertainties>
</Data_Block>"#,
        uncertainty("EIF_Rotation", &["X", "Z"])
    );
    CarriedBlock::parse(Path::new("block"), &text).unwrap()
}

/// A data block of `GIP_GEOVEN`.
pub(super) fn geometric_processing() -> CarriedBlock {
    let text = r#"<Data_Block>
<Default_Command_Parameters>
<Use_Flat_Earth>false</Use_Flat_Earth>
<Refining_Scenario>MODULE1_MODULE2</Refining_Scenario>
<Refinement_Module_1><Reference_Band_Code>B05</Reference_Band_Code></Refinement_Module_1>
<Refinement_Module_2>
<List_of_Tridetector_Reference_Band_Codes count="1">
<Tridetector_Reference_Band_Code sn="1">
<Tridetector_Code>2</Tridetector_Code>
<Tridetector_Reference_Band_Code>B10</Tridetector_Reference_Band_Code>
<Other_Reference_Band_Code>B05</Other_Reference_Band_Code>
<Resampling>YES</Resampling>
<Resampling_Spacing>10.5</Resampling_Spacing>
<EIM_Rotation_X>NON_FIGEE</EIM_Rotation_X>
<EIM_Rotation_Y>NON_FIGEE</EIM_Rotation_Y>
<EIM_Rotation_Z>FIGEE</EIM_Rotation_Z>
<EIM_Homothety_Z>FIGEE</EIM_Homothety_Z>
</Tridetector_Reference_Band_Code>
</List_of_Tridetector_Reference_Band_Codes>
</Refinement_Module_2>
</Default_Command_Parameters>
<General_Parameters>
<DEM_Preparation_Margin unit="m">5000</DEM_Preparation_Margin>
<Mario_Tile_Size>512</Mario_Tile_Size>
</General_Parameters>
<Temperature_Conversion_Parameters>
<AD_REF unit="V">4.096</AD_REF>
<Rpull_up unit="ohm">10000</Rpull_up>
<Thermistance_coefs>0.001 0.0002 1e-07</Thermistance_coefs>
</Temperature_Conversion_Parameters>
<First_Correlation_Parameters>
<Correlation_Step>100</Correlation_Step>
<Residual_Threshold>1.5</Residual_Threshold>
<Cloud_Percentage_Threshold>80</Cloud_Percentage_Threshold>
</First_Correlation_Parameters>
<Colocation_Resampling_Parameters_module_1><Resampling_Step>20</Resampling_Step></Colocation_Resampling_Parameters_module_1>
<Pollux_Parameters><Registration_Model_Polynom_Degree>2</Registration_Model_Polynom_Degree></Pollux_Parameters>
<Grid_Parameters>
<Bitmap_Binarization_Threshold>0.5</Bitmap_Binarization_Threshold>
<Viewing_Direction_Grids>
<Resampling_Step>20</Resampling_Step>
<Grid_Computation_Altitude_Values unit="m">0 1000</Grid_Computation_Altitude_Values>
<List_of_Viewing_Direction_Bands count="4">
<Viewing_Direction_Band sn="1">B05</Viewing_Direction_Band>
<Viewing_Direction_Band sn="2">B10</Viewing_Direction_Band>
<Viewing_Direction_Band sn="3">B07</Viewing_Direction_Band>
<Viewing_Direction_Band sn="4">B06</Viewing_Direction_Band>
</List_of_Viewing_Direction_Bands>
</Viewing_Direction_Grids>
<Solar_Direction_Grids>
<Resampling_Step>100</Resampling_Step>
<Grid_Computation_Altitude_Values unit="m">3000 8000</Grid_Computation_Altitude_Values>
</Solar_Direction_Grids>
</Grid_Parameters>
<Ref_Img_Corr_Rate_Alarm_Threshold>0.5</Ref_Img_Corr_Rate_Alarm_Threshold>
<Ref_Img_Corr_Valid_Points_Percent_Threshold>20</Ref_Img_Corr_Valid_Points_Percent_Threshold>
<Residues_Thresholds>
<Image_Residues_Threshold_mod1>0</Image_Residues_Threshold_mod1>
<Ground_Residues_Threshold_mod1>0</Ground_Residues_Threshold_mod1>
<Image_Residues_Threshold_mod2>0</Image_Residues_Threshold_mod2>
<Ground_Residues_Threshold_mod2>0</Ground_Residues_Threshold_mod2>
</Residues_Thresholds>
</Data_Block>"#;
    CarriedBlock::parse(Path::new("block"), text).unwrap()
}
