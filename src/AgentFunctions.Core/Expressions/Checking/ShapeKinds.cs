namespace AgentFunctions.Core.Expressions.Checking;

/// <summary>What a value may be.</summary>
[Flags]
public enum ShapeKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    Text = 8,
    List = 16,
    Map = 32,
    Any = Null | Boolean | Number | Text | List | Map,
}
