using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace AgentFunctions.TestKit.Configuration;

/// <summary>What an option is when nobody sets it, as the page writes it.</summary>
internal static class SettingDefault
{
    public const string None = "none";

    /// <summary>Null where only words can say it: it is worked out when the host starts.</summary>
    public static string? Of(PropertyInfo property, object options) => property.GetValue(options) switch
    {
        null => null,
        bool value => value ? "true" : "false",
        TimeSpan value => value.ToString("c", CultureInfo.InvariantCulture),
        Enum value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()),
        string value => value.Length == 0 ? None : value,
        IEnumerable value => value.Cast<object>().Any() ? null : None,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString(),
    };

    /// <summary>Whether the page says so, first of all; after a semicolon it may say what holds elsewhere.</summary>
    public static bool IsIn(SettingRow row, string? value) => row.Default.Length > 0 && (value is null || row.Default.Split(';')[0].Trim('`', ' ') == value);

    /// <summary>The cell of a setting of which the page says nothing yet, or something else.</summary>
    public static string Cell(string? value) => value is null or None ? None : value.Any(char.IsLetter) && value is not ("true" or "false") ? $"`{value}`" : value;
}
