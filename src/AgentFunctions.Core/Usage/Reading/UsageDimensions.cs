using System.Text.Json;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>Names of dimensions, and their values in a row.</summary>
public static class UsageDimensions
{
    public static IReadOnlyList<UsageDimension> All { get; } = Enum.GetValues<UsageDimension>();

    /// <summary>On the wire, <c>costCentre</c>.</summary>
    public static string Name(UsageDimension dimension) => JsonNamingPolicy.CamelCase.ConvertName(dimension.ToString());

    public static UsageDimension? Find(string name)
    {
        foreach (var dimension in All)
        {
            if (Name(dimension) == name) return dimension;
        }

        return null;
    }

    /// <summary>One of the four of which a query takes one at most.</summary>
    internal static bool IsSingle(UsageDimension dimension) => Family(dimension) != RollupFamily.Base;

    internal static RollupFamily Family(UsageDimension dimension) => dimension switch
    {
        UsageDimension.Run => RollupFamily.Run,
        UsageDimension.Session => RollupFamily.Session,
        UsageDimension.EndUser => RollupFamily.EndUser,
        UsageDimension.Tag => RollupFamily.Tag,
        _ => RollupFamily.Base,
    };

    internal static string? Value(in RollupKey key, UsageDimension dimension) => dimension switch
    {
        UsageDimension.Agent => key.Dimensions.Agent,
        UsageDimension.Team => key.Dimensions.Team,
        UsageDimension.CostCentre => key.Dimensions.CostCentre,
        UsageDimension.Model => key.Dimensions.Model,
        UsageDimension.Provider => key.Dimensions.Provider,
        UsageDimension.Key => key.Dimensions.Key,
        _ => key.Value,
    };
}
