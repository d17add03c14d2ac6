using System.Collections.Frozen;
using System.Text.Json;

namespace AgentFunctions.Core.Memory.Records;

/// <summary>The camelCase words of an enumeration, made once: a search reads hundreds of records with several of them each.</summary>
internal static class EnumWords<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Words = Enum.GetValues<TEnum>().ToFrozenDictionary(static value => value, Name);
    private static readonly FrozenDictionary<string, TEnum> Values = Words.ToFrozenDictionary(static word => word.Value, static word => word.Key, StringComparer.Ordinal);

    public static string Of(TEnum value) => Words.TryGetValue(value, out var word) ? word : Name(value);

    public static TEnum? Find(string word) => Values.TryGetValue(word, out var value) ? value : null;

    private static string Name(TEnum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
